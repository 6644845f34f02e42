package io.filstore.retrieval.car;

import io.filstore.car.CarReader;
import io.filstore.db.piece.Car;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Varint;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** What a stored CAR must begin with. */
sealed interface StoredHeader {

  static StoredHeader of(Car row) {
    Cid root = Cid.parse(row.rootCid());
    return row.profile().equals(Car.AS_SENT) ? new Sent(root) : new Packed(headerOf(root));
  }

  /**
   * The header in the file, with its length prefix.
   *
   * @throws FormatException if it is not the right one
   */
  byte[] read(FileChannel car) throws IOException;

  /** Written here: nothing but the one root in the one form. */
  record Packed(byte[] expected) implements StoredHeader {
    @Override
    public byte[] read(FileChannel car) throws IOException {
      ByteBuffer stored = ByteBuffer.allocate(expected.length);
      while (stored.hasRemaining()) {
        if (car.read(stored, stored.position()) < 0) {
          throw new EOFException("the file ends inside its header");
        }
      }
      if (!Arrays.equals(stored.array(), expected)) {
        throw new FormatException("the header is not that of its root");
      }
      return stored.array();
    }
  }

  /** Written by its sender: any header of a CARv1 whose first root is that of the row. */
  record Sent(Cid root) implements StoredHeader {
    @Override
    public byte[] read(FileChannel car) throws IOException {
      CarReader reader =
          CarReader.unverified(new BufferedInputStream(Channels.newInputStream(car.position(0))));
      if (reader.version() != 1
          || reader.roots().isEmpty()
          || !reader.roots().getFirst().toV1().equals(root.toV1())) {
        throw new FormatException("the header is not that of its root");
      }
      return reader.header();
    }
  }

  /** {@code {"roots": [root], "version": 1}} with its length in front. */
  private static byte[] headerOf(Cid root) {
    byte[] cbor =
        new CborWriter().map(2).text("roots").array(1).link(root).text("version").uint(1).toBytes();
    ByteBuffer header = ByteBuffer.allocate(Varint.length(cbor.length) + cbor.length);
    Varint.put(header, cbor.length);
    return header.put(cbor).array();
  }
}
