package io.filstore.car;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The sections of one CAR by CID, in flat arrays: about 70 bytes for a block instead of the 250
 * that a map of objects takes, since an archive of small files has millions.
 */
final class SectionTable {
  private static final int FREE = -1;
  private static final long MODULUS = (1L << 61) - 1;

  private final long point = ThreadLocalRandom.current().nextLong(1 << 16, MODULUS);

  private byte[] cids = new byte[36 * 64];
  private int cidBytes;
  private int[] cidEnds = new int[64];
  private long[] offsets = new long[64];
  private int[] lengths = new int[64];
  private int[] slots = emptySlots(128);
  private int size;

  /**
   * Adds a section unless its CID is there.
   *
   * @param length bytes of the block, without length prefix and CID
   * @return -1 if it was added, otherwise the position of the section that is there
   */
  int putIfAbsent(Cid cid, long offset, int length) {
    ensure(cid.length());
    cid.writeTo(ByteBuffer.wrap(cids, cidBytes, cid.length()));
    int slot = slot(cidBytes, cidBytes + cid.length());
    if (slots[slot] != FREE) {
      return slots[slot];
    }
    slots[slot] = size;
    cidBytes += cid.length();
    cidEnds[size] = cidBytes;
    offsets[size] = offset;
    lengths[size] = length;
    size++;
    return FREE;
  }

  boolean contains(Cid cid) {
    ensure(cid.length());
    cid.writeTo(ByteBuffer.wrap(cids, cidBytes, cid.length()));
    return slots[slot(cidBytes, cidBytes + cid.length())] != FREE;
  }

  int size() {
    return size;
  }

  long offset(int position) {
    return offsets[position];
  }

  int blockLength(int position) {
    return lengths[position];
  }

  Cid cid(int position) {
    return Cid.read(ByteBuffer.wrap(cids, start(position), cidEnds[position] - start(position)));
  }

  private int start(int position) {
    return position == 0 ? 0 : cidEnds[position - 1];
  }

  /** Slot of an equal CID, or the free one where it belongs. */
  private int slot(int from, int to) {
    int mask = slots.length - 1;
    int slot = hash(from, to) & mask;
    while (slots[slot] != FREE && !holds(slots[slot], from, to)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private boolean holds(int position, int from, int to) {
    return Arrays.equals(cids, start(position), cidEnds[position], cids, from, to);
  }

  private void ensure(int cidLength) {
    if (cidBytes > Integer.MAX_VALUE - 64 - cidLength) {
      throw new FormatException("more than " + size + " different blocks in one CAR");
    }
    if (cidBytes + cidLength > cids.length) {
      int doubled = (int) Math.min(Integer.MAX_VALUE - 64L, cids.length * 2L);
      cids = Arrays.copyOf(cids, Math.max(doubled, cidBytes + cidLength));
    }
    if (size == offsets.length) {
      cidEnds = Arrays.copyOf(cidEnds, size * 2);
      offsets = Arrays.copyOf(offsets, size * 2);
      lengths = Arrays.copyOf(lengths, size * 2);
      rehash();
    }
  }

  private void rehash() {
    slots = emptySlots(slots.length * 2);
    for (int position = 0; position < size; position++) {
      int from = start(position);
      int to = cidEnds[position];
      slots[slot(from, to)] = position;
    }
  }

  /**
   * Value of the bytes as a polynomial at a secret point, modulo 2^61-1: nobody can prepare an
   * archive whose CIDs all fall into one slot.
   */
  private int hash(int from, int to) {
    long hash = 1;
    for (int i = from; i < to; i++) {
      long high = Math.multiplyHigh(hash, point);
      long low = hash * point;
      hash = (low & MODULUS) + (low >>> 61 | high << 3) + (cids[i] & 0xff);
      hash = (hash & MODULUS) + (hash >>> 61);
    }
    return (int) (hash ^ hash >>> 32);
  }

  private static int[] emptySlots(int length) {
    int[] slots = new int[length];
    Arrays.fill(slots, FREE);
    return slots;
  }
}
