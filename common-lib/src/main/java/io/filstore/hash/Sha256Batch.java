package io.filstore.hash;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 (FIPS 180-4) of several messages of equal length, by vectors where {@link Kernels} has
 * found them faster. One object per thread: it keeps scratch memory and is cheap to make.
 */
public final class Sha256Batch {

  /** Bytes of one digest. */
  public static final int DIGEST = 32;

  private final Scalar scalar = new Scalar();
  private @Nullable LaneBatch batch;
  private int[] group = new int[0];

  private Sha256Batch() {}

  /** The fastest way that this machine has, also if that becomes known only later. */
  public static Sha256Batch best() {
    return new Sha256Batch();
  }

  /** How many messages at a time it likes best: 1 where each is hashed on its own. */
  public int lanes() {
    Lanes lanes = Kernels.MESSAGES.lanes();
    return lanes == null ? 1 : lanes.count();
  }

  /**
   * Hashes {@code count} messages of {@code length} bytes each. The messages may overlap.
   *
   * @param offsets where each message begins in {@code data}
   * @param digests takes the digests one after another, in the order of {@code offsets}
   * @throws IndexOutOfBoundsException if a message or a digest would lie outside its array; nothing
   *     has been written then
   */
  public void digest(byte[] data, int[] offsets, int count, int length, byte[] digests) {
    Objects.checkFromIndexSize(0, count, offsets.length);
    Objects.checkFromIndexSize(0, (long) count * DIGEST, digests.length);
    for (int i = 0; i < count; i++) {
      Objects.checkFromIndexSize(offsets[i], length, data.length);
    }
    int done = byLanes(data, offsets, count, length, digests);
    if (done == count) {
      return;
    }
    long begin = System.nanoTime();
    for (int i = done; i < count; i++) {
      scalar.digest(data, offsets[i], length, digests, i * DIGEST);
    }
    Kernels.MESSAGES.tookWithout(System.nanoTime() - begin);
  }

  /** Hashes what fills at least half of the lanes; gives the number of messages. */
  private int byLanes(byte[] data, int[] offsets, int count, int length, byte[] digests) {
    Lanes lanes = Kernels.MESSAGES.lanes();
    if (lanes == null) {
      return 0;
    }
    if (batch == null || batch.lanes() != lanes) {
      batch = new LaneBatch(lanes);
      group = new int[lanes.count()];
    }
    int done = 0;
    while (count - done >= Math.ceilDiv(group.length, 2)) {
      int taken = Math.min(count - done, group.length);
      Arrays.fill(group, offsets[done]);
      System.arraycopy(offsets, done, group, 0, taken);
      batch.digest(data, group, length, taken, digests, done * DIGEST);
      done += taken;
    }
    return done;
  }
}
