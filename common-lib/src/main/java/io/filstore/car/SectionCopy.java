package io.filstore.car;

import io.filstore.multiformats.Varint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Writes the CARv1 of an archive as it is read, to the byte. */
final class SectionCopy {
  private static final byte[] ZEROS = new byte[8192];

  private final OutputStream out;
  private final byte[] head = new byte[CarWriter.MAX_HEAD];

  SectionCopy(OutputStream out) {
    this.out = out;
  }

  /** Is told of every section before it is written. */
  @FunctionalInterface
  interface Taker {
    void take(CarReader.Head head);
  }

  /** Copies header, sections and padding. The reader must be at its beginning. */
  static CarConversion.Converted whole(CarReader reader, OutputStream out, Taker taker)
      throws IOException {
    SectionCopy copy = new SectionCopy(out);
    byte[] header = reader.header();
    out.write(header);
    long size = header.length;
    long blocks = 0;
    for (CarReader.Head head = reader.nextHead(); head != null; head = reader.nextHead()) {
      taker.take(head);
      size += copy.section(head, reader.block());
      blocks++;
    }
    copy.zeros(reader.padding());
    return new CarConversion.Converted(blocks, size + reader.padding(), 0);
  }

  /** Returns the bytes written. */
  long section(CarReader.Head section, byte[] block) throws IOException {
    ByteBuffer prefix = ByteBuffer.wrap(head);
    Varint.put(prefix, (long) section.cid().length() + block.length);
    section.cid().writeTo(prefix);
    out.write(head, 0, prefix.position());
    out.write(block);
    return prefix.position() + (long) block.length;
  }

  private void zeros(long count) throws IOException {
    for (long left = count; left > 0; left -= ZEROS.length) {
      out.write(ZEROS, 0, (int) Math.min(left, ZEROS.length));
    }
  }
}
