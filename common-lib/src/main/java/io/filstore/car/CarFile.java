package io.filstore.car;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.unixfs.BlockSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Random access to the blocks of any CAR file, by multihash, as the index of a CARv2 would find
 * them. Opening reads the heads of all sections and no block; an index in the file is not trusted
 * and not needed. Blocks are not verified here. About 80 bytes of heap for a block. Safe for
 * several threads, but interrupting one of them while it reads closes the file for all.
 */
public final class CarFile implements BlockSource, AutoCloseable {
  private static final int BUFFER = 8192;

  private final FileChannel file;
  private final List<Cid> roots;
  private final SectionTable blocks;

  private CarFile(FileChannel file, List<Cid> roots, SectionTable blocks) {
    this.file = file;
    this.roots = roots;
    this.blocks = blocks;
  }

  /**
   * Opens a file.
   *
   * @throws FormatException if its framing is damaged
   */
  public static CarFile open(Path car) throws IOException {
    return open(car, CarLimits.DEFAULT);
  }

  /**
   * As {@link #open(Path)} with other limits.
   *
   * @throws TooManySectionsException if there are more sections than the limit
   */
  public static CarFile open(Path car, CarLimits limits) throws IOException {
    SectionTable blocks = new SectionTable(limits.sections());
    List<Cid> roots;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(car), BUFFER)) {
      CarReader reader = CarReader.unverified(in, limits);
      roots = reader.roots();
      for (CarReader.Head head = reader.nextHead(); head != null; head = reader.nextHead()) {
        byte[] hash = head.cid().multihash().bytes();
        long at = reader.payloadStart() + head.dataOffset();
        blocks.append(hash, 0, hash.length, at, head.blockLength());
      }
    }
    return new CarFile(FileChannel.open(car, StandardOpenOption.READ), roots, blocks);
  }

  /** Roots as the header lists them. */
  public List<Cid> roots() {
    return roots;
  }

  /** Whether there is a block with the hash of this CID. */
  public boolean contains(Cid cid) {
    return position(cid) >= 0;
  }

  /** Bytes of the block with the hash of this CID, without reading it. */
  public OptionalInt blockLength(Cid cid) {
    int position = position(cid);
    return position < 0 ? OptionalInt.empty() : OptionalInt.of(blocks.blockLength(position));
  }

  private int position(Cid cid) {
    byte[] hash = cid.multihash().bytes();
    int number = blocks.cids().find(hash, 0, hash.length);
    return number < 0 ? -1 : blocks.first(number);
  }

  @Override
  public byte @Nullable [] block(Cid cid) throws IOException {
    int position = position(cid);
    if (position < 0) {
      return null;
    }
    ByteBuffer block = ByteBuffer.allocate(blocks.blockLength(position));
    while (block.hasRemaining()) {
      if (file.read(block, blocks.offset(position) + block.position()) < 0) {
        throw new FormatException("CAR ends inside the block at " + blocks.offset(position));
      }
    }
    return block.array();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
