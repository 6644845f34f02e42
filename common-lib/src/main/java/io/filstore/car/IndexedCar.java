package io.filstore.car;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.unixfs.BlockSource;
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
  private final FileChannel car;
  private final CarIndex index;

  private IndexedCar(FileChannel car, CarIndex index) {
    this.car = car;
    this.index = index;
  }

  public static IndexedCar open(Path car, Path index) throws IOException {
    CarIndex opened = CarIndex.open(index);
    try {
      return new IndexedCar(FileChannel.open(car, StandardOpenOption.READ), opened);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  @Override
  public byte @Nullable [] block(Cid cid) throws IOException {
    CarIndex.Location location = index.find(cid.multihash()).orElse(null);
    return location == null ? null : read(location);
  }

  private byte[] read(CarIndex.Location location) throws IOException {
    requirePossible(location);
    ByteBuffer block = ByteBuffer.allocate(location.blockLength());
    while (block.hasRemaining()) {
      if (car.read(block, location.blockOffset() + block.position()) < 0) {
        throw new FormatException("CAR ends inside the section at " + location.offset());
      }
    }
    return block.array();
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
