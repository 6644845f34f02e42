package io.filstore.car;

import io.filstore.multiformats.Cid;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Numbers for different CIDs, from 0 on, in flat arrays: about 50 bytes for one of 36 bytes instead
 * of the 200 that a map of objects takes, since an archive of small files has millions.
 */
final class CidTable {
  private static final int FREE = -1;
  private static final long MODULUS = (1L << 61) - 1;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 64;

  private final long point = ThreadLocalRandom.current().nextLong(1L << 40, MODULUS);

  private final int limit;
  private byte[] cids = new byte[36 * 64];
  private int[] ends = new int[64];
  private int[] slots = emptySlots(128);
  private int size;

  /** A table that refuses more than {@code limit} CIDs. */
  CidTable(int limit) {
    this.limit = limit;
  }

  /** Number of the CID in these bytes, a new one if it is not there yet. */
  int intern(byte[] bytes, int from, int to) {
    int slot = slot(bytes, from, to);
    if (slots[slot] != FREE) {
      return slots[slot];
    }
    if (ensure(to - from)) {
      slot = slot(bytes, from, to);
    }
    int start = start(size);
    System.arraycopy(bytes, from, cids, start, to - from);
    ends[size] = start + to - from;
    slots[slot] = size;
    return size++;
  }

  int intern(Cid cid) {
    byte[] bytes = cid.bytes();
    return intern(bytes, 0, bytes.length);
  }

  /** Number of a CID, or -1 if it is not there. */
  int find(Cid cid) {
    byte[] bytes = cid.bytes();
    return find(bytes, 0, bytes.length);
  }

  int find(byte[] bytes, int from, int to) {
    return slots[slot(bytes, from, to)];
  }

  int size() {
    return size;
  }

  Cid cid(int number) {
    return Cid.read(ByteBuffer.wrap(cids, start(number), ends[number] - start(number)));
  }

  /** All CIDs one after another; the one of a number lies between {@link #start} and end. */
  byte[] bytes() {
    return cids;
  }

  int start(int number) {
    return number == 0 ? 0 : ends[number - 1];
  }

  int end(int number) {
    return ends[number];
  }

  /** Slot of an equal CID, or the free one where it belongs. */
  private int slot(byte[] bytes, int from, int to) {
    int mask = slots.length - 1;
    int slot = hash(bytes, from, to) & mask;
    while (slots[slot] != FREE && !holds(slots[slot], bytes, from, to)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private boolean holds(int number, byte[] bytes, int from, int to) {
    return Arrays.equals(cids, start(number), ends[number], bytes, from, to);
  }

  /** Makes room for one more; returns whether the slots have moved. */
  private boolean ensure(int length) {
    long needed = (long) start(size) + length;
    if (needed > MAX_ARRAY || size >= limit) {
      throw new TooManySectionsException(size);
    }
    if (needed > cids.length) {
      cids = Arrays.copyOf(cids, (int) Math.max(needed, Math.min(MAX_ARRAY, cids.length * 2L)));
    }
    if (size < ends.length) {
      return false;
    }
    ends = Arrays.copyOf(ends, size * 2);
    slots = emptySlots(slots.length * 2);
    for (int number = 0; number < size; number++) {
      slots[slot(cids, start(number), ends[number])] = number;
    }
    return true;
  }

  /**
   * Value of the bytes as a polynomial at a secret point, modulo 2^61-1: nobody can prepare an
   * archive whose CIDs all fall into one slot.
   */
  private int hash(byte[] bytes, int from, int to) {
    long hash = to - from;
    int at = from;
    for (; at + Integer.BYTES <= to; at += Integer.BYTES) {
      hash = step(hash, Integer.toUnsignedLong((int) INT.get(bytes, at)));
    }
    for (; at < to; at++) {
      hash = step(hash, bytes[at] & 0xff);
    }
    return (int) (hash ^ hash >>> 32);
  }

  private long step(long hash, long next) {
    long high = Math.multiplyHigh(hash, point);
    long low = hash * point;
    long sum = (low & MODULUS) + (low >>> 61 | high << 3) + next;
    return (sum & MODULUS) + (sum >>> 61);
  }

  private static int[] emptySlots(int length) {
    int[] slots = new int[length];
    Arrays.fill(slots, FREE);
    return slots;
  }
}
