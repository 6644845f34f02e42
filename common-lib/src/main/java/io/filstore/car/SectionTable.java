package io.filstore.car;

import io.filstore.multiformats.Cid;
import java.util.Arrays;

/**
 * The sections of one CAR in the order of the file, found by position, by offset and by CID, in
 * flat arrays: about 80 bytes for a section.
 */
final class SectionTable {
  private static final int ABSENT = -1;

  private final CidTable cids;
  private final int limit;
  private int[] numbers = new int[64];
  private long[] offsets = new long[64];
  private int[] lengths = new int[64];
  private int[] firsts = new int[64];
  private int size;

  /** A table for the sections that this process writes, however many. */
  SectionTable() {
    this(Integer.MAX_VALUE);
  }

  /** A table that refuses more than {@code limit} sections, or different CIDs. */
  SectionTable(int limit) {
    this.cids = new CidTable(limit);
    this.limit = limit;
    Arrays.fill(firsts, ABSENT);
  }

  /**
   * Adds a section unless its CID is there.
   *
   * @param length bytes of the block, without length prefix and CID
   * @return -1 if it was added, otherwise the position of the section that is there
   */
  int putIfAbsent(Cid cid, long offset, int length) {
    int number = cids.intern(cid);
    int first = first(number);
    if (first == ABSENT) {
      add(number, offset, length);
    }
    return first;
  }

  /** Adds a section of an archive that is being read. */
  void append(CarReader.Head head) {
    add(cids.intern(head.cid()), head.sectionOffset(), head.blockLength());
  }

  /** Adds a section and returns the number of its CID. */
  int append(byte[] bytes, int cidFrom, int cidTo, long offset, int length) {
    int number = cids.intern(bytes, cidFrom, cidTo);
    add(number, offset, length);
    return number;
  }

  private void add(int number, long offset, int length) {
    if (size >= limit) {
      throw new TooManySectionsException(size);
    }
    if (size == numbers.length) {
      int larger = (int) Math.min(Integer.MAX_VALUE - 64L, size * 2L);
      numbers = Arrays.copyOf(numbers, larger);
      offsets = Arrays.copyOf(offsets, larger);
      lengths = Arrays.copyOf(lengths, larger);
    }
    numbers[size] = number;
    offsets[size] = offset;
    lengths[size] = length;
    setFirst(number);
    size++;
  }

  private void setFirst(int number) {
    if (number >= firsts.length) {
      int length = firsts.length;
      firsts = Arrays.copyOf(firsts, Math.max(number + 1, length * 2));
      Arrays.fill(firsts, length, firsts.length, ABSENT);
    }
    if (firsts[number] == ABSENT) {
      firsts[number] = size;
    }
  }

  boolean contains(Cid cid) {
    return find(cid) != ABSENT;
  }

  int size() {
    return size;
  }

  /** CIDs with their numbers; those of no section may be among them. */
  CidTable cids() {
    return cids;
  }

  /** Position of the first section with the CID of this number, or -1. */
  int first(int number) {
    return number < firsts.length ? firsts[number] : ABSENT;
  }

  /** Position of the first section with a CID, or -1. */
  int find(Cid cid) {
    int number = cids.find(cid);
    return number == ABSENT ? ABSENT : first(number);
  }

  /** Position of the section that begins at an offset, or negative. */
  int at(long offset) {
    return Arrays.binarySearch(offsets, 0, size, offset);
  }

  /** Number of the CID of a section. */
  int number(int position) {
    return numbers[position];
  }

  long offset(int position) {
    return offsets[position];
  }

  int blockLength(int position) {
    return lengths[position];
  }

  Cid cid(int position) {
    return cids.cid(numbers[position]);
  }
}
