package io.filstore.car;

import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * A sidecar file that finds blocks of one CAR by multihash, mapped into memory and searched there;
 * it costs no heap. Safe for several threads until closed.
 *
 * <p>The file, all numbers big-endian: {@code "FSCARIX1"}, the number of records as 8 bytes, then
 * records of 48 bytes in ascending order of key, then offset: key 32, offset of the section 8,
 * length of the section with its length prefix 4, length of prefix and CID 4. The key is a sha2-256
 * digest itself, or the sha2-256 of any other multihash. Identity CIDs carry their block and are
 * not listed.
 */
public final class CarIndex implements AutoCloseable {
  static final byte[] MAGIC = "FSCARIX1".getBytes(StandardCharsets.US_ASCII);
  static final int KEY = 32;
  static final int RECORD = KEY + 16;

  private static final int HEAD = 16;
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Runnable closing;
  private final MemorySegment file;
  private final long count;

  private CarIndex(Runnable closing, MemorySegment file, long count) {
    this.closing = closing;
    this.file = file;
    this.count = count;
  }

  /**
   * Where a block lies in its CAR.
   *
   * @param offset start of the section, that is of its length prefix
   * @param length bytes of the whole section
   * @param headLength bytes of length prefix and CID
   */
  public record Location(long offset, int length, int headLength) {
    public long blockOffset() {
      return offset + headLength;
    }

    public int blockLength() {
      return length - headLength;
    }
  }

  /**
   * Maps an index.
   *
   * @throws FormatException if the file is not a whole index
   */
  public static CarIndex open(Path path) throws IOException {
    Arena arena = Arena.ofShared();
    try {
      return map(path, arena, arena::close);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /**
   * Maps an index that many share: closing it does nothing, it ends when nobody refers to it any
   * more. Ending a mapping by hand stops every thread for a moment.
   *
   * @throws FormatException if the file is not a whole index
   */
  public static CarIndex shared(Path path) throws IOException {
    return map(path, Arena.ofAuto(), () -> {});
  }

  private static CarIndex map(Path path, Arena arena, Runnable closing) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return new CarIndex(closing, file, requireWhole(path, file));
    }
  }

  private static long requireWhole(Path path, MemorySegment file) {
    if (file.byteSize() < HEAD
        || !Arrays.equals(file.asSlice(0, MAGIC.length).toArray(ValueLayout.JAVA_BYTE), MAGIC)) {
      throw new FormatException(path + " is not a CAR index");
    }
    long count = file.get(LONG, MAGIC.length);
    long records = (file.byteSize() - HEAD) / RECORD;
    if (count != records || (file.byteSize() - HEAD) % RECORD != 0) {
      throw new FormatException(
          "%s announces %d records, %d bytes hold %d"
              .formatted(path, count, file.byteSize(), records));
    }
    return count;
  }

  /** Reads a CARv1, verifying every block, and writes its index; the target must not exist. */
  public static void build(InputStream car, Path target) throws IOException {
    SectionTable sections = new SectionTable();
    CarReader reader = new CarReader(car);
    for (CarReader.Section section = reader.nextSection();
        section != null;
        section = reader.nextSection()) {
      sections.putIfAbsent(section.cid(), section.sectionOffset(), section.data().length);
    }
    CarIndexWriter.write(sections, target);
  }

  /** Number of records. */
  public long size() {
    return count;
  }

  /** The first section whose CID has this multihash. */
  public Optional<Location> find(Multihash hash) {
    MemorySegment key = MemorySegment.ofArray(key(hash));
    long low = 0;
    long high = count;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (compare(key, middle) > 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < count && compare(key, low) == 0 ? Optional.of(location(low)) : Optional.empty();
  }

  /**
   * The section of a record.
   *
   * @param index from 0, in the order of keys
   */
  Location at(long index) {
    return location(Objects.checkIndex(index, count));
  }

  /**
   * The first 8 bytes of a record's key, big-endian: the order of the records is that of these
   * numbers without sign.
   *
   * @param index from 0, in the order of keys
   */
  public long prefix(long index) {
    return file.get(LONG, HEAD + Objects.checkIndex(index, count) * RECORD);
  }

  /** What {@link #prefix(long)} is for a block with this multihash, whatever its hash function. */
  public static long prefix(Multihash hash) {
    return ByteBuffer.wrap(key(hash)).getLong();
  }

  /** Whether the record is that of a block with this multihash. */
  boolean isOf(long index, Multihash hash) {
    return compare(MemorySegment.ofArray(key(hash)), index) == 0;
  }

  private int compare(MemorySegment key, long index) {
    long record = HEAD + index * RECORD;
    for (int at = 0; at < KEY; at += Long.BYTES) {
      int order = Long.compareUnsigned(key.get(LONG, at), file.get(LONG, record + at));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private Location location(long index) {
    long values = HEAD + index * RECORD + KEY;
    return new Location(
        file.get(LONG, values), file.get(INT, values + 8), file.get(INT, values + 12));
  }

  static byte[] key(Multihash hash) {
    boolean direct = hash.code() == Multihash.SHA2_256 && hash.digestLength() == KEY;
    return direct ? hash.digest() : Multihash.sha256(hash.bytes()).digest();
  }

  @Override
  public void close() {
    closing.run();
  }
}
