package io.filstore.car;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import io.filstore.multiformats.Varint;
import io.filstore.unixfs.BlockSource;
import io.filstore.unixfs.StoredBlock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Random access to the blocks of a CAR file through its index; blocks are not verified here. Safe
 * for several threads, but interrupting one of them while it reads closes the file for all.
 */
public final class IndexedCar implements BlockSource, AutoCloseable {
  private static final int IN_MEMORY = FileSlice.AT_ONCE;

  private final FileChannel car;
  private final CarIndex index;

  private IndexedCar(FileChannel car, CarIndex index) {
    this.car = car;
    this.index = index;
  }

  public static IndexedCar open(Path car, Path index) throws IOException {
    return open(car, CarIndex.open(index));
  }

  /** Takes the index over, and closes it. */
  public static IndexedCar open(Path car, CarIndex index) throws IOException {
    try {
      return new IndexedCar(FileChannel.open(car, StandardOpenOption.READ), index);
    } catch (IOException | RuntimeException e) {
      index.close();
      throw e;
    }
  }

  @Override
  public byte @Nullable [] block(Cid cid) throws IOException {
    CarIndex.Location location = index.find(cid.multihash()).orElse(null);
    return location == null ? null : slice(location).bytes();
  }

  /** As {@link #block}; one of more than {@value #IN_MEMORY} bytes stays in the file. */
  @Override
  public @Nullable StoredBlock stored(Cid cid) throws IOException {
    CarIndex.Location location = index.find(cid.multihash()).orElse(null);
    if (location == null) {
      return null;
    }
    FileSlice block = slice(location);
    return block.length() <= IN_MEMORY ? StoredBlock.of(block.bytes()) : new FileBlock(block);
  }

  /** Number of sections that the index has. */
  public long size() {
    return index.size();
  }

  /**
   * The multihash of a section, as its CID in the CAR has it. In the order of the index, which for
   * sha2-256 is that of the digests; sections with the same one follow each other.
   *
   * @param number from 0
   * @throws FormatException when index and CAR contradict each other
   */
  public Multihash multihash(long number) throws IOException {
    CarIndex.Location location = index.at(number);
    requirePossible(location);
    ByteBuffer head =
        ByteBuffer.wrap(new FileSlice(car, location.offset(), location.headLength()).bytes());
    long length = Varint.read(head);
    int prefix = head.position();
    Cid cid = Cid.read(head);
    if (head.hasRemaining()
        || length + prefix != location.length()
        || !index.isOf(number, cid.multihash())) {
      throw new FormatException("CAR index does not fit the section at " + location.offset());
    }
    return cid.multihash();
  }

  /** The block of a section. */
  private FileSlice slice(CarIndex.Location location) {
    requirePossible(location);
    return new FileSlice(car, location.blockOffset(), location.blockLength());
  }

  /** Before memory is asked for, and before sums of these numbers can overflow. */
  private static void requirePossible(CarIndex.Location location) {
    int head = location.headLength();
    if (head < 1
        || head > CarWriter.MAX_HEAD
        || location.length() < head
        || location.blockLength() > CarWriter.MAX_SECTION
        || location.offset() < 0
        || location.offset() > Long.MAX_VALUE - location.length()) {
      throw new FormatException("CAR index names an impossible section: " + location);
    }
  }

  @Override
  public void close() throws IOException {
    index.close();
    car.close();
  }
}
