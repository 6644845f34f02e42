package io.filstore.filecoin;

import org.bouncycastle.crypto.digests.Blake2bDigest;

/** BLAKE2b (RFC 7693) in the lengths Filecoin uses. */
final class Blake2b {

  private Blake2b() {}

  static byte[] hash(int digestBytes, byte[]... parts) {
    Blake2bDigest hash = new Blake2bDigest(digestBytes * Byte.SIZE);
    for (byte[] part : parts) {
      hash.update(part, 0, part.length);
    }
    byte[] digest = new byte[digestBytes];
    hash.doFinal(digest, 0);
    return digest;
  }
}
