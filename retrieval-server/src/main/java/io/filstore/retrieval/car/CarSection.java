package io.filstore.retrieval.car;

import io.filstore.car.FileSlice;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Varint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Where a section of a CARv1 lies: length varint, CID, block (CARv1 specification).
 *
 * @param offset of the length varint
 * @param prefix bytes of the varint
 * @param body bytes of CID and block together
 */
record CarSection(long offset, int prefix, int body) {

  /** A section above 8 MiB is refused, as go-car does. */
  static final int MAX_BODY = 8 << 20;

  /** Reads the length at {@code offset}. */
  static CarSection at(FileChannel car, long offset) throws IOException {
    ByteBuffer varint = ByteBuffer.allocate(Varint.MAX_LENGTH);
    while (varint.hasRemaining() && car.read(varint, offset + varint.position()) > 0) {
      // short reads are allowed to end at the end of the file
    }
    varint.flip();
    long length = Varint.read(varint);
    if (length < 1 || length > MAX_BODY) {
      throw new FormatException("section at %d claims %d bytes".formatted(offset, length));
    }
    return new CarSection(offset, varint.position(), (int) length);
  }

  long end() {
    return offset + prefix + body;
  }

  int length() {
    return prefix + body;
  }

  /** All of it, varint included. */
  FileSlice slice(FileChannel car) {
    return new FileSlice(car, offset, length());
  }

  /**
   * Its CID.
   *
   * @throws FormatException if there is none
   */
  Cid cid(FileChannel car) throws IOException {
    byte[] head = new byte[Math.min(body, Cid.MAX_LENGTH)];
    int read = slice(car).part(prefix, head.length).open().readNBytes(head, 0, head.length);
    return Cid.read(ByteBuffer.wrap(head, 0, read));
  }

  /** Checks that the block has the hash of its CID. */
  void verify(FileChannel car, Cid cid) throws IOException {
    FileSlice block = slice(car).part(prefix + cid.length(), body - cid.length());
    if (!cid.multihash().verifies(block.open())) {
      throw new FormatException("block at %d does not have the hash of %s".formatted(offset, cid));
    }
  }
}
