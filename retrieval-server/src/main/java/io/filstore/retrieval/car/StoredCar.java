package io.filstore.retrieval.car;

import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Varint;
import io.filstore.retrieval.bytes.DamagedContentException;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A CARv1 of the CAR store, written out in any range with every section verified first. Holds one
 * section in memory per answer (1 MiB as we pack, 8 MiB at most). Thread-safe.
 */
public final class StoredCar {

  private final Path file;
  private final String name;
  private final long size;
  private final byte[] header;
  private final SectionMap sections;

  StoredCar(Path file, String name, Cid root, long size) {
    this.file = file;
    this.name = name;
    this.size = size;
    this.header = headerOf(root);
    this.sections = new SectionMap(header.length);
  }

  public Path file() {
    return file;
  }

  /** Writes {@code length} bytes from {@code offset}; nothing of a damaged section goes out. */
  public void write(long offset, long length, OutputStream out) throws IOException {
    try (FileChannel car = FileChannel.open(file, StandardOpenOption.READ)) {
      long end = offset + length;
      if (offset < header.length && length > 0) {
        writeHeader(car, (int) offset, (int) Math.min(end, header.length), out);
      }
      if (end > header.length) {
        writeSections(car, Math.max(offset, header.length), end, out);
      }
    } catch (FormatException | EOFException damage) {
      throw new DamagedContentException(name + ": " + damage.getMessage(), damage);
    }
  }

  private void writeHeader(FileChannel car, int from, int to, OutputStream out) throws IOException {
    ByteBuffer stored = ByteBuffer.allocate(header.length);
    while (stored.hasRemaining()) {
      if (car.read(stored, stored.position()) < 0) {
        throw new EOFException("the file ends inside its header");
      }
    }
    if (!Arrays.equals(stored.array(), header)) {
      throw new FormatException("the header is not that of its root");
    }
    out.write(header, from, to - from);
  }

  private void writeSections(FileChannel car, long from, long to, OutputStream out)
      throws IOException {
    byte[] buffer = new byte[0];
    long position = from;
    long start = sections.startOf(car, from);
    while (position < to) {
      CarSection section = CarSection.at(car, start);
      if (section.end() > size) {
        throw new FormatException("section at %d reaches behind the end".formatted(start));
      }
      buffer = buffer.length < section.length() ? new byte[section.length()] : buffer;
      section.read(car, buffer);
      section.verified(buffer);
      int skip = (int) (position - start);
      int count = (int) (Math.min(to, section.end()) - position);
      out.write(buffer, skip, count);
      position += count;
      start = section.end();
    }
  }

  /** {@code {"roots": [root], "version": 1}} with its length in front. */
  private static byte[] headerOf(Cid root) {
    byte[] cbor =
        new CborWriter().map(2).text("roots").array(1).link(root).text("version").uint(1).toBytes();
    ByteBuffer header = ByteBuffer.allocate(Varint.length(cbor.length) + cbor.length);
    Varint.put(header, cbor.length);
    return header.put(cbor).array();
  }
}
