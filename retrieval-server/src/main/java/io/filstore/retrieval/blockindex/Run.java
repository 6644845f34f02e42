package io.filstore.retrieval.blockindex;

import io.filstore.multiformats.FormatException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * An immutable file with the blocks of some CARs, all blocks of each of them; mapped into memory
 * and searched there, so that what is open costs no heap but the names of its CARs.
 *
 * <p>The file, all numbers big-endian: {@code "FSBLKRN1"}, number of entries 8, number of CARs 4,
 * CRC-32C of the entries 4, CRC-32C of everything else 4, zeros 4; the ids of the CARs, 30 bytes
 * each; entries of 12 bytes in ascending order: the first 8 bytes of the block's key in the index
 * of its CAR, and the number of the CAR in the list, from 0.
 */
final class Run implements AutoCloseable {

  static final byte[] MAGIC = "FSBLKRN1".getBytes(StandardCharsets.US_ASCII);
  static final int HEAD = 32;
  static final int NAME = 30;
  static final int ENTRY = 12;

  private static final int ENTRIES_SUM_AT = 20;
  static final int HEAD_SUM_AT = 24;
  private static final int SUM_CHUNK = 1 << 20;

  /** After so many steps the keys are no hashes; halving always ends. */
  private static final int GUESSES = 16;

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Path path;
  private final Arena arena;
  private final MemorySegment file;
  private final List<String> cars;
  private final long count;
  private final long start;

  private Run(Path path, Arena arena, MemorySegment file) {
    this.path = path;
    this.arena = arena;
    this.file = file;
    this.count = file.get(LONG, MAGIC.length);
    int names = file.get(INT, 16);
    this.cars = IntStream.range(0, names).mapToObj(this::name).toList();
    this.start = start(names);
  }

  /**
   * Maps a run, without reading its entries.
   *
   * @throws FormatException if it is not whole; the entries are looked at by {@link #verify} only
   */
  static Run open(Path path) throws IOException {
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      requireWhole(path, file);
      return new Run(path, arena, file);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private static void requireWhole(Path path, MemorySegment file) {
    long size = file.byteSize();
    if (size < HEAD || file.asSlice(0, MAGIC.length).mismatch(MemorySegment.ofArray(MAGIC)) >= 0) {
      throw new FormatException(path.getFileName() + " is no run of the block index");
    }
    long entries = file.get(LONG, MAGIC.length);
    int names = file.get(INT, 16);
    if (names < 0
        || entries < 0
        || start(names) > size
        || (size - start(names)) / ENTRY != entries
        || (size - start(names)) % ENTRY != 0) {
      throw new FormatException(
          "%s announces %d entries of %d CARs and has %d bytes"
              .formatted(path.getFileName(), entries, names, size));
    }
    CRC32C sum = new CRC32C();
    sum.update(file.asSlice(0, HEAD_SUM_AT).asByteBuffer());
    sum.update(file.asSlice(HEAD, start(names) - HEAD).asByteBuffer());
    if ((int) sum.getValue() != file.get(INT, HEAD_SUM_AT)) {
      throw new FormatException(path.getFileName() + " has another checksum than it says");
    }
  }

  static long start(int names) {
    return HEAD + (long) names * NAME;
  }

  private String name(int number) {
    byte[] bytes = new byte[NAME];
    MemorySegment.copy(file, ValueLayout.JAVA_BYTE, start(number), bytes, 0, NAME);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  Path path() {
    return path;
  }

  /** Ids of the CARs whose blocks are here, in the order of their numbers. */
  List<String> cars() {
    return cars;
  }

  /** Number of entries. */
  long size() {
    return count;
  }

  long prefix(long index) {
    return file.get(LONG, start + index * ENTRY);
  }

  int car(long index) {
    return file.get(INT, start + index * ENTRY + Long.BYTES);
  }

  /** Hands on the ids of the CARs that have a block with this prefix. */
  void find(long prefix, Consumer<String> found) {
    for (long at = lowerBound(prefix); at < count && prefix(at) == prefix; at++) {
      int car = car(at);
      // Another number is damage that nobody has noticed yet.
      if (car >= 0 && car < cars.size()) {
        found.accept(cars.get(car));
      }
    }
  }

  /**
   * The first entry that is not below the prefix. Keys are hashes, so where one lies can be guessed
   * to about the square root of what is left; guesses alternate between a little before and a
   * little behind, which narrows the range from both sides.
   */
  private long lowerBound(long prefix) {
    long low = 0;
    long high = count;
    long lowest = 0;
    long highest = -1;
    for (int step = 0; low < high; step++) {
      long middle =
          step < GUESSES
              ? guess(low, high, part(prefix, lowest, highest), step)
              : (low + high) >>> 1;
      long there = prefix(middle);
      if (Long.compareUnsigned(there, prefix) < 0) {
        low = middle + 1;
        lowest = there;
      } else {
        high = middle;
        highest = there;
      }
    }
    return low;
  }

  private static double part(long prefix, long lowest, long highest) {
    double width = unsigned(highest - lowest);
    return width == 0 ? 0 : unsigned(prefix - lowest) / width;
  }

  private static double unsigned(long number) {
    return (number >>> 1) * 2.0 + (number & 1);
  }

  private static long guess(long low, long high, double part, int step) {
    double width = high - low;
    double margin = Math.sqrt(width);
    double guess = part * width + ((step & 1) == 0 ? -margin : margin);
    return low + (long) Math.clamp(guess, 0, width - 1);
  }

  /**
   * Reads all entries.
   *
   * @throws FormatException if they are not as they were written
   */
  void verify() {
    CRC32C sum = new CRC32C();
    for (long at = start; at < file.byteSize(); at += SUM_CHUNK) {
      sum.update(file.asSlice(at, Math.min(SUM_CHUNK, file.byteSize() - at)).asByteBuffer());
    }
    if ((int) sum.getValue() != file.get(INT, ENTRIES_SUM_AT)) {
      throw new FormatException(path.getFileName() + " has other entries than were written");
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
