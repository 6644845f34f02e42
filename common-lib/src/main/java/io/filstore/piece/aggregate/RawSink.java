package io.filstore.piece.aggregate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Takes the raw bytes of an aggregate in order. */
interface RawSink {

  void write(byte[] bytes, int offset, int length) throws IOException;

  void zeros(long count) throws IOException;

  /** Writes everything, zeros too. */
  record ToStream(OutputStream out) implements RawSink {
    private static final byte[] ZEROS = new byte[1 << 16];

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void zeros(long count) throws IOException {
      for (long left = count; left > 0; left -= ZEROS.length) {
        out.write(ZEROS, 0, (int) Math.min(left, ZEROS.length));
      }
    }
  }

  /** Leaves holes where zeros belong; the file was empty. */
  record ToFile(FileChannel file) implements RawSink {
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      while (buffer.hasRemaining()) {
        file.write(buffer);
      }
    }

    @Override
    public void zeros(long count) throws IOException {
      if (count > 0) {
        file.position(file.position() + count - 1);
        write(new byte[1], 0, 1);
      }
    }
  }
}
