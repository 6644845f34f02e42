package io.filstore.retrieval.car;

import io.filstore.db.piece.Car;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.retrieval.bytes.DamagedContentException;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * A CARv1 of the CAR store, written out in any range with every section verified first. Holds one
 * section in memory per answer (1 MiB as we pack, 8 MiB at most). Thread-safe.
 */
public final class StoredCar {

  private final Path file;
  private final String name;
  private final long size;
  private final StoredHeader header;
  private final int headerLength;
  private final SectionMap sections;

  private StoredCar(Path file, String name, long size, StoredHeader header, int headerLength) {
    this.file = file;
    this.name = name;
    this.size = size;
    this.header = header;
    this.headerLength = headerLength;
    this.sections = new SectionMap(headerLength);
  }

  /**
   * Opens the file of a CAR.
   *
   * @throws DamagedContentException if its header is not what the row says
   */
  static StoredCar open(Path file, Car row) throws IOException {
    StoredHeader header = StoredHeader.of(row);
    try (FileChannel car = FileChannel.open(file, StandardOpenOption.READ)) {
      int length = header.read(car).length;
      return new StoredCar(file, row.blobName(), row.rawSize(), header, length);
    } catch (FormatException | EOFException damage) {
      throw DamagedContentException.in(row.blobName(), "" + damage.getMessage(), damage);
    }
  }

  public String blobName() {
    return name;
  }

  public Path file() {
    return file;
  }

  /**
   * Writes {@code length} bytes from {@code offset}; nothing of a damaged section goes out.
   *
   * @param check may refuse the block of a CID that is about to go out
   */
  public void write(long offset, long length, OutputStream out, Consumer<Cid> check)
      throws IOException {
    try (FileChannel car = FileChannel.open(file, StandardOpenOption.READ)) {
      long end = offset + length;
      if (offset < headerLength && length > 0) {
        writeHeader(car, (int) offset, (int) Math.min(end, headerLength), out);
      }
      if (end > headerLength) {
        writeSections(car, Math.max(offset, headerLength), end, out, check);
      }
    } catch (FormatException | EOFException damage) {
      throw DamagedContentException.in(name, "" + damage.getMessage(), damage);
    }
  }

  private void writeHeader(FileChannel car, int from, int to, OutputStream out) throws IOException {
    byte[] stored = header.read(car);
    if (stored.length != headerLength) {
      throw new FormatException("the header has changed");
    }
    out.write(stored, from, to - from);
  }

  private void writeSections(
      FileChannel car, long from, long to, OutputStream out, Consumer<Cid> check)
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
      check.accept(section.verified(buffer));
      int skip = (int) (position - start);
      int count = (int) (Math.min(to, section.end()) - position);
      out.write(buffer, skip, count);
      position += count;
      start = section.end();
    }
  }
}
