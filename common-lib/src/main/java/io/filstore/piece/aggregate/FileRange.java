package io.filstore.piece.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** Reads a part of a file without moving the position of its channel. */
final class FileRange extends InputStream {

  private final FileChannel file;
  private final long end;
  private long position;

  FileRange(FileChannel file, long start, long end) {
    this.file = file;
    this.position = start;
    this.end = end;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    int wanted = (int) Math.min(length, end - position);
    if (wanted == 0) {
      return -1;
    }
    int read = file.read(ByteBuffer.wrap(buffer, offset, wanted), position);
    position += Math.max(read, 0);
    return read;
  }
}
