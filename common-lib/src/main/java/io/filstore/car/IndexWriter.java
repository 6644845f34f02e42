package io.filstore.car;

import io.filstore.multiformats.Varint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/**
 * Writes the index of a CARv2 (ipld/ipld specs/transport/car/carv2, in the layout of go-car).
 * Duplicates stand in it with all their offsets, the lowest first.
 */
final class IndexWriter {
  private static final int BUFFER = 256 << 10;
  private static final int OFFSET = Long.BYTES;

  private final SectionTable sections;
  private final IndexFormat format;
  private final IndexOrder order;
  private final int[] positions;
  private final WritableByteChannel out;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private long written;

  private IndexWriter(
      SectionTable sections,
      IndexFormat format,
      IndexOrder.Identity identity,
      WritableByteChannel out) {
    this.sections = sections;
    this.format = format;
    this.order = new IndexOrder(sections, format);
    this.positions = order.positions(identity);
    this.out = out;
  }

  /** Writes the whole index and returns its length in bytes. */
  static long write(
      SectionTable sections,
      IndexFormat format,
      IndexOrder.Identity identity,
      WritableByteChannel out)
      throws IOException {
    IndexWriter writer = new IndexWriter(sections, format, identity, out);
    Varint.put(writer.buffer, format.codec());
    writer.write();
    writer.drain();
    return writer.written;
  }

  private void write() throws IOException {
    switch (format) {
      case SORTED -> widths(0, positions.length);
      case MULTIHASH_SORTED -> codes();
    }
  }

  private void codes() throws IOException {
    buffer.putInt(countCodes());
    int from = 0;
    while (from < positions.length) {
      int to = endOfCode(from);
      room(Long.BYTES);
      buffer.putLong(order.code(positions[from]));
      widths(from, to);
      from = to;
    }
  }

  private int countCodes() {
    int count = 0;
    for (int from = 0; from < positions.length; from = endOfCode(from)) {
      count++;
    }
    return count;
  }

  private int endOfCode(int from) {
    int to = from + 1;
    while (to < positions.length && order.code(positions[to]) == order.code(positions[from])) {
      to++;
    }
    return to;
  }

  private void widths(int from, int to) throws IOException {
    int count = 0;
    for (int start = from; start < to; start = endOfWidth(start, to)) {
      count++;
    }
    room(Integer.BYTES);
    buffer.putInt(count);
    for (int start = from; start < to; start = endOfWidth(start, to)) {
      bucket(start, endOfWidth(start, to));
    }
  }

  private int endOfWidth(int from, int limit) {
    int to = from + 1;
    while (to < limit && order.digestLength(positions[to]) == order.digestLength(positions[from])) {
      to++;
    }
    return to;
  }

  private void bucket(int from, int to) throws IOException {
    int digest = order.digestLength(positions[from]);
    int width = digest + OFFSET;
    room(Integer.BYTES + Long.BYTES);
    buffer.putInt(width).putLong((long) (to - from) * width);
    for (int i = from; i < to; i++) {
      room(width);
      buffer.put(sections.cids().bytes(), order.digestAt(positions[i]), digest);
      buffer.putLong(sections.offset(positions[i]));
    }
  }

  private void room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      drain();
    }
  }

  private void drain() throws IOException {
    buffer.flip();
    written += buffer.remaining();
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
    buffer.clear();
  }
}
