package io.filstore.gateway.upload;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, and the sink that keeps nothing but it. */
final class FileDigest implements FileSink {
  @Override
  public ReceivedFile receive(UploadPath path, InputStream content) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[64 << 10];
    long size = 0;
    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
      digest.update(buffer, 0, n);
      size += n;
    }
    return new ReceivedFile(path, size, null, digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
