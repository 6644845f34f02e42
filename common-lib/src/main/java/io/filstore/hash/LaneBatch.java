package io.filstore.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** SHA-256 of one message per lane, all of equal length. For one thread. */
final class LaneBatch {

  private static final int BLOCK_BYTES = 64;
  private static final VarHandle LENGTH =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Lanes lanes;
  private final int[] initial;
  private final int[] state;
  private final int[] schedule;
  private final byte[] pieces;
  private final byte[] tails;
  private final int[] tailOffsets;

  LaneBatch(Lanes lanes) {
    int count = lanes.count();
    this.lanes = lanes;
    this.initial = Sha256Constants.initialState(count);
    this.state = new int[Lanes.STATE * count];
    this.schedule = new int[Lanes.SCHEDULE * count];
    this.pieces = new byte[BLOCK_BYTES * count];
    this.tails = new byte[2 * BLOCK_BYTES * count];
    this.tailOffsets = new int[count];
    for (int lane = 0; lane < count; lane++) {
      tailOffsets[lane] = 2 * BLOCK_BYTES * lane;
    }
  }

  Lanes lanes() {
    return lanes;
  }

  /** Hashes a message per lane and writes the digests of the first {@code count}. */
  void digest(byte[] data, int[] offsets, int length, int count, byte[] digests, int at) {
    System.arraycopy(initial, 0, state, 0, state.length);
    int whole = length / BLOCK_BYTES * BLOCK_BYTES;
    blocks(data, offsets, whole);
    blocks(tails, tailOffsets, layTails(data, offsets, whole, length));
    LaneTree.scatter(state, lanes.count(), count, digests, at);
  }

  private void blocks(byte[] data, int[] offsets, int bytes) {
    for (int skip = 0; skip < bytes; skip += BLOCK_BYTES) {
      lanes.gather(data, offsets, skip, pieces, schedule, 0);
      lanes.compress(schedule, state);
    }
  }

  /** Copies what follows the whole blocks and pads it; gives the length of that. */
  private int layTails(byte[] data, int[] offsets, int whole, int length) {
    int rest = length - whole;
    int padded = rest + 1 + Long.BYTES <= BLOCK_BYTES ? BLOCK_BYTES : 2 * BLOCK_BYTES;
    for (int lane = 0; lane < tailOffsets.length; lane++) {
      int tail = tailOffsets[lane];
      System.arraycopy(data, offsets[lane] + whole, tails, tail, rest);
      Arrays.fill(tails, tail + rest, tail + padded, (byte) 0);
      tails[tail + rest] = (byte) 0x80;
      LENGTH.set(tails, tail + padded - Long.BYTES, (long) length * Byte.SIZE);
    }
    return padded;
  }
}
