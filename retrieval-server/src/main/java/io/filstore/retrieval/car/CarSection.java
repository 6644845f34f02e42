package io.filstore.retrieval.car;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Varint;
import java.io.EOFException;
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

  /** Reads the whole section into {@code buffer}, varint included. */
  void read(FileChannel car, byte[] buffer) throws IOException {
    ByteBuffer into = ByteBuffer.wrap(buffer, 0, length());
    while (into.hasRemaining()) {
      if (car.read(into, offset + into.position()) < 0) {
        throw new EOFException(
            "section at %d of %d bytes ends behind the file".formatted(offset, length()));
      }
    }
  }

  /** The CID in a buffer filled by {@link #read}. */
  Cid cid(byte[] buffer) {
    return Cid.read(ByteBuffer.wrap(buffer, prefix, body));
  }

  /** The CID in a buffer filled by {@link #read}, after checking that the block has its hash. */
  Cid verified(byte[] buffer) {
    ByteBuffer section = ByteBuffer.wrap(buffer, prefix, body);
    Cid cid = Cid.read(section);
    if (!cid.multihash().verifies(buffer, section.position(), section.remaining())) {
      throw new FormatException("block at %d does not have the hash of %s".formatted(offset, cid));
    }
    return cid;
  }
}
