package io.filstore.multiformats;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/** The hash functions that can be verified. */
final class Hashes {
  private Hashes() {}

  static MessageDigest sha256() {
    return jdk("SHA-256");
  }

  /** Bytes of a whole digest, -1 if the function is not known. */
  static int length(long code) {
    if (code == Multihash.SHA2_256 || code == Multihash.SHA3_256 || code == Multihash.BLAKE2B_256) {
      return 32;
    }
    return code == Multihash.SHA2_512 || code == Multihash.BLAKE2B_512 ? 64 : -1;
  }

  static byte[] digest(long code, byte[] data, int offset, int length) {
    if (code == Multihash.SHA2_256) {
      return digest(sha256(), data, offset, length);
    }
    if (code == Multihash.SHA2_512) {
      return digest(jdk("SHA-512"), data, offset, length);
    }
    if (code == Multihash.SHA3_256) {
      return digest(jdk("SHA3-256"), data, offset, length);
    }
    if (code == Multihash.BLAKE2B_256) {
      return blake2b(256, data, offset, length);
    }
    if (code == Multihash.BLAKE2B_512) {
      return blake2b(512, data, offset, length);
    }
    throw new IllegalArgumentException("no hash function has code 0x" + Long.toHexString(code));
  }

  private static byte[] digest(MessageDigest hash, byte[] data, int offset, int length) {
    hash.update(data, offset, length);
    return hash.digest();
  }

  private static byte[] blake2b(int bits, byte[] data, int offset, int length) {
    Blake2bDigest hash = new Blake2bDigest(bits);
    hash.update(data, offset, length);
    byte[] digest = new byte[hash.getDigestSize()];
    hash.doFinal(digest, 0);
    return digest;
  }

  private static MessageDigest jdk(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }
}
