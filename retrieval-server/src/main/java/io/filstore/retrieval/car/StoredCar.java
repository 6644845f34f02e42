package io.filstore.retrieval.car;

import io.filstore.db.piece.Car;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.retrieval.bytes.DamagedContentException;
import io.filstore.retrieval.car.SectionMap.Place;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A CARv1 of the CAR store, written out in any range with every section verified first; one that
 * was, and whose file has not changed since, is not verified again for {@value #MINUTES_VERIFIED}
 * minutes. A section is read twice, once to verify it and once to send it, so that an answer holds
 * 64 KiB of it however slowly its reader takes them. Thread-safe.
 */
public final class StoredCar {

  private static final int MINUTES_VERIFIED = 10;

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
    this.sections =
        new SectionMap(headerLength, Duration.ofMinutes(MINUTES_VERIFIED), System::nanoTime);
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
    long position = from;
    Place place = sections.at(car, from);
    while (position < to) {
      CarSection section = CarSection.at(car, place.start());
      if (section.end() > size) {
        throw new FormatException("section at %d reaches behind the end".formatted(place.start()));
      }
      check.accept(verified(car, place, section));
      long count = Math.min(to, section.end()) - position;
      section.slice(car).part(position - place.start(), count).writeTo(out);
      position += count;
      place = new Place(place.number() + 1, section.end());
    }
  }

  private Cid verified(FileChannel car, Place place, CarSection section) throws IOException {
    Cid cid = section.cid(car);
    if (!sections.isVerified(place.number())) {
      section.verify(car, cid);
      sections.verified(place.number());
    }
    return cid;
  }
}
