package io.filstore.multiformats;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.jcajce.provider.digest.Blake2b;

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
    MessageDigest hash = function(code);
    hash.update(data, offset, length);
    return hash.digest();
  }

  static MessageDigest function(long code) {
    if (code == Multihash.SHA2_256) {
      return sha256();
    }
    if (code == Multihash.SHA2_512) {
      return jdk("SHA-512");
    }
    if (code == Multihash.SHA3_256) {
      return jdk("SHA3-256");
    }
    if (code == Multihash.BLAKE2B_256) {
      return new Blake2b.Blake2b256();
    }
    if (code == Multihash.BLAKE2B_512) {
      return new Blake2b.Blake2b512();
    }
    throw new FormatException("hash " + Multicodec.name(code) + " cannot be computed");
  }

  private static MessageDigest jdk(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }
}
