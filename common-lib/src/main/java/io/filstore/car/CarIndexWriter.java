package io.filstore.car;

import io.filstore.multiformats.Multihash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Writes the file that {@link CarIndex} reads. */
final class CarIndexWriter {
  private static final int RECORDS_PER_WRITE = 4096;

  private final SectionTable sections;

  private CarIndexWriter(SectionTable sections) {
    this.sections = sections;
  }

  static void write(SectionTable sections, Path target) throws IOException {
    try (FileChannel out =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      write(sections, out);
      out.force(true);
    }
  }

  static void write(SectionTable sections, WritableByteChannel out) throws IOException {
    new CarIndexWriter(sections).write(out);
  }

  private void write(WritableByteChannel out) throws IOException {
    long[] order = order();
    ByteBuffer buffer = ByteBuffer.allocate(RECORDS_PER_WRITE * CarIndex.RECORD);
    buffer.put(CarIndex.MAGIC).putLong(order.length);
    for (long entry : order) {
      if (buffer.remaining() < CarIndex.RECORD) {
        drain(buffer, out);
      }
      put((int) entry, buffer);
    }
    drain(buffer, out);
  }

  private void put(int position, ByteBuffer buffer) {
    int blockLength = sections.blockLength(position);
    int sectionLength = (int) CarWriter.sectionLength(sections.cid(position), blockLength);
    buffer
        .put(CarIndex.key(sections.cid(position).multihash()))
        .putLong(sections.offset(position))
        .putInt(sectionLength)
        .putInt(sectionLength - blockLength);
  }

  private static void drain(ByteBuffer buffer, WritableByteChannel out) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
    buffer.clear();
  }

  /**
   * Positions in the order of keys, then offsets. Sorted by the first four bytes of the key
   * together with the position in one long; the few that share them are put right afterwards.
   */
  private long[] order() {
    long[] order = new long[sections.size()];
    int count = 0;
    for (int position = 0; position < order.length; position++) {
      Multihash hash = sections.cid(position).multihash();
      if (hash.code() != Multihash.IDENTITY) {
        long prefix = Integer.toUnsignedLong(ByteBuffer.wrap(CarIndex.key(hash)).getInt());
        order[count++] = (prefix << 32 | position) ^ Long.MIN_VALUE;
      }
    }
    long[] sorted = Arrays.copyOf(order, count);
    Arrays.sort(sorted);
    for (int i = 1; i < count; i++) {
      settle(sorted, i);
    }
    return sorted;
  }

  private void settle(long[] order, int from) {
    long entry = order[from];
    int i = from;
    while (i > 0 && order[i - 1] >>> 32 == entry >>> 32 && isBefore(entry, order[i - 1])) {
      order[i] = order[i - 1];
      i--;
    }
    order[i] = entry;
  }

  private byte[] key(int position) {
    return CarIndex.key(sections.cid(position).multihash());
  }

  private boolean isBefore(long a, long b) {
    return Arrays.compareUnsigned(key((int) a), key((int) b)) < 0;
  }
}
