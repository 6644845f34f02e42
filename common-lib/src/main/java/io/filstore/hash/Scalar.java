package io.filstore.hash;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** One message after the other by {@link MessageDigest}. For one thread. */
final class Scalar {

  private final MessageDigest sha256 = sha256();

  void digest(byte[] data, int offset, int length, byte[] digests, int at) {
    try {
      sha256.update(data, offset, length);
      sha256.digest(digests, at, Sha256Batch.DIGEST);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 did not fit into 32 bytes", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
