package io.filstore.car;

import io.filstore.multiformats.FormatException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * From one version of CAR to the other, and to an index. The CARv1 inside stays as it is to the
 * byte, zeros at its end included. Input is read once from its beginning, so a stream will do; give
 * a buffered one. What was written of an archive that turns out to be damaged is of no use.
 */
public final class CarConversion {
  private static final int BUFFER = 1 << 16;

  private CarConversion() {}

  /**
   * What was written.
   *
   * @param blocks sections of the archive
   * @param dataSize bytes of the CARv1
   * @param indexSize bytes of the index; 0 if there is none
   */
  public record Converted(long blocks, long dataSize, long indexSize) {}

  /**
   * Unwraps a CARv2, or copies a CARv1. Every block is verified.
   *
   * @throws FormatException if the archive is damaged
   */
  public static Converted toV1(InputStream car, OutputStream out) throws IOException {
    return SectionCopy.whole(new CarReader(car), out, section -> {});
  }

  /**
   * Makes a CARv2 with an index of a CAR of either version. Every block is verified.
   *
   * @param out an empty file
   * @throws FormatException if the archive is damaged
   * @throws TooManySectionsException if it has more sections than are remembered here
   */
  public static Converted toV2(InputStream car, SeekableByteChannel out, IndexFormat format)
      throws IOException {
    SectionTable sections = new SectionTable(CarLimits.DEFAULT.sections());
    Converted data = payload(car, out, sections::append);
    long index = IndexWriter.write(sections, format, IndexOrder.Identity.LEFT_OUT, out);
    header(out, CarV2Header.of(data.dataSize).withIndex());
    return new Converted(data.blocks, data.dataSize, index);
  }

  /** As {@link #toV2}, but without an index. */
  public static Converted toV2WithoutIndex(InputStream car, SeekableByteChannel out)
      throws IOException {
    Converted data = payload(car, out, section -> {});
    header(out, CarV2Header.of(data.dataSize));
    return data;
  }

  /**
   * Writes the index of a CAR of either version, as a file of its own. Blocks are skipped, not
   * verified.
   *
   * @return bytes of the index
   * @throws FormatException if the framing of the archive is damaged
   * @throws TooManySectionsException if it has more sections than are remembered here
   */
  public static long index(InputStream car, IndexFormat format, WritableByteChannel out)
      throws IOException {
    SectionTable sections = new SectionTable(CarLimits.DEFAULT.sections());
    CarReader reader = CarReader.unverified(car);
    for (CarReader.Head head = reader.nextHead(); head != null; head = reader.nextHead()) {
      sections.append(head);
    }
    return IndexWriter.write(sections, format, IndexOrder.Identity.LEFT_OUT, out);
  }

  /** Leaves room for the header, which cannot be written before the size is known. */
  private static Converted payload(
      InputStream car, SeekableByteChannel out, SectionCopy.Taker taker) throws IOException {
    CarReader reader = new CarReader(car);
    out.position(CarV2Header.MIN_DATA_OFFSET);
    OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(out), BUFFER);
    Converted data = SectionCopy.whole(reader, buffered, taker);
    buffered.flush();
    return data;
  }

  private static void header(SeekableByteChannel out, CarV2Header header) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(header.encode());
    out.position(0);
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
