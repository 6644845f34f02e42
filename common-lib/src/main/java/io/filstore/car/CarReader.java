package io.filstore.car;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Varint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CARv1 from its beginning, section by section, and verifies every block. Refuses headers
 * over 1 MiB and sections over 8 MiB before reading them. A zero length is allowed only if nothing
 * but zeros follows: the padding of a piece. Give a buffered stream. Not thread-safe.
 */
public final class CarReader {
  private final CountingInput in;
  private final CarHeader header;
  private final boolean verify;
  private long padding;

  /** Reads the header; blocks will be verified. */
  public CarReader(InputStream in) throws IOException {
    this(in, true);
  }

  private CarReader(InputStream in, boolean verify) throws IOException {
    this.in = new CountingInput(in);
    this.verify = verify;
    this.header = readHeader();
  }

  /** A reader for an archive whose blocks the caller verifies or has verified before. */
  public static CarReader unverified(InputStream in) throws IOException {
    return new CarReader(in, false);
  }

  /**
   * One block with its place.
   *
   * @param sectionOffset position of the length prefix
   * @param dataOffset position of the block's bytes
   */
  public record Section(Cid cid, long sectionOffset, long dataOffset, byte[] data) {}

  private CarHeader readHeader() throws IOException {
    long length = Varint.read(in);
    if (length <= 0) {
      throw new FormatException(length < 0 ? "CAR is empty" : "CAR header has no bytes");
    }
    return CarHeader.decode(read("header", length, CarHeader.MAX_LENGTH));
  }

  public List<Cid> roots() {
    return header.roots();
  }

  /** Whether the header's keys stood in canonical order; otherwise another writer would differ. */
  public boolean isHeaderCanonical() {
    return header.canonical();
  }

  /**
   * The next section, or null after the last one.
   *
   * @throws FormatException if the archive is cut off, a length is out of bounds or not minimal,
   *     the CID cannot be read, its hash is not known, or the block does not match it
   */
  public @Nullable Section nextSection() throws IOException {
    long offset = in.position();
    long length = padding > 0 ? -1 : Varint.read(in);
    if (length < 0) {
      return null;
    }
    if (length == 0) {
      readPadding(offset);
      return null;
    }
    byte[] bytes = read("section at " + offset, length, CarWriter.MAX_SECTION);
    Section section = split(bytes, offset);
    if (verify && !section.cid.multihash().verifies(section.data)) {
      throw new FormatException(
          "block at %d does not match its CID %s".formatted(section.dataOffset, section.cid));
    }
    return section;
  }

  private Section split(byte[] bytes, long offset) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    Cid cid;
    try {
      cid = Cid.read(buffer);
    } catch (FormatException e) {
      throw new FormatException("section at " + offset + " does not begin with a CID", e);
    }
    byte[] data = new byte[buffer.remaining()];
    buffer.get(data);
    return new Section(cid, offset, in.position() - data.length, data);
  }

  private byte[] read(String what, long length, int limit) throws IOException {
    if (length > limit) {
      throw new FormatException(
          "CAR %s announces %d bytes, at most %d".formatted(what, length, limit));
    }
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw new FormatException(
          "CAR %s announces %d bytes, %d are left".formatted(what, length, bytes.length));
    }
    return bytes;
  }

  private void readPadding(long offset) throws IOException {
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      for (int i = 0; i < n; i++) {
        if (buffer[i] != 0) {
          throw new FormatException("data follows a section of no bytes at " + offset);
        }
      }
    }
    padding = in.position() - offset;
  }

  /** Zero bytes found after the last section, known once {@link #nextSection} has returned null. */
  public long padding() {
    return padding;
  }
}
