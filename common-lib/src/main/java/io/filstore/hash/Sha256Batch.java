package io.filstore.hash;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/**
 * SHA-256 (FIPS 180-4) of several messages of equal length. One object per thread: it keeps scratch
 * memory and is cheap to make.
 */
public final class Sha256Batch {

  /** Bytes of one digest. */
  public static final int DIGEST = 32;

  private final MessageDigest sha256 = sha256();

  private Sha256Batch() {}

  /** The fastest way that this machine has. */
  public static Sha256Batch best() {
    return new Sha256Batch();
  }

  /** How many messages at a time it likes best: 1 where each is hashed on its own. */
  public int lanes() {
    return 1;
  }

  /**
   * Hashes {@code count} messages of {@code length} bytes each. The messages may overlap.
   *
   * @param offsets where each message begins in {@code data}
   * @param digests takes the digests one after another, in the order of {@code offsets}
   * @throws IndexOutOfBoundsException if a message or a digest lies outside its array; some digests
   *     may then have been written
   */
  public void digest(byte[] data, int[] offsets, int count, int length, byte[] digests) {
    Objects.checkFromIndexSize(0, count, offsets.length);
    Objects.checkFromIndexSize(0, Math.multiplyExact(count, DIGEST), digests.length);
    for (int i = 0; i < count; i++) {
      Objects.checkFromIndexSize(offsets[i], length, data.length);
      one(data, offsets[i], length, digests, i * DIGEST);
    }
  }

  private void one(byte[] data, int offset, int length, byte[] digests, int at) {
    try {
      sha256.update(data, offset, length);
      sha256.digest(digests, at, DIGEST);
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
