package io.filstore.pack;

import io.filstore.car.CarWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Varint;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Nodes whose subtrees lie in several pieces, kept in a file until the last piece is written; a
 * directory of millions has more of them than memory should. Sections as in a CAR, without header.
 */
final class HeldNodes implements AutoCloseable {
  private final Path path;
  private final FileChannel file;
  private final OutputStream out;
  private long length;

  /**
   * @param length bytes of an earlier run that still count; what follows them is cut off
   */
  HeldNodes(Path path, long length) throws IOException {
    this.path = path;
    this.length = length;
    this.file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (file.size() < length) {
      file.close();
      throw new FormatException(
          "%s has %d bytes, its journal knows of %d".formatted(path, Files.size(path), length));
    }
    file.truncate(length);
    file.position(length);
    this.out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
  }

  void add(Cid cid, byte[] block) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(Varint.MAX_LENGTH + cid.length());
    Varint.put(head, (long) cid.length() + block.length);
    cid.writeTo(head);
    out.write(head.array(), 0, head.position());
    out.write(block);
    length += head.position() + (long) block.length;
  }

  /** Makes everything so far durable and tells how many bytes it is. */
  long sync() throws IOException {
    out.flush();
    file.force(false);
    return length;
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** Takes a held node. */
  interface Taker {
    void take(Cid cid, byte[] block) throws IOException;
  }

  /** Gives all nodes in the order they were added. */
  void forEach(Taker taker) throws IOException {
    out.flush();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      for (long size = Varint.read(in); size >= 0; size = Varint.read(in)) {
        if (size > CarWriter.MAX_SECTION) {
          throw new FormatException("%s announces a node of %d bytes".formatted(path, size));
        }
        ByteBuffer section = ByteBuffer.wrap(in.readNBytes((int) size));
        Cid cid = Cid.read(section);
        byte[] block = new byte[section.remaining()];
        section.get(block);
        taker.take(cid, block);
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
