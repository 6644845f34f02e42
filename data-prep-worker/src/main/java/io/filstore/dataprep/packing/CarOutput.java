package io.filstore.dataprep.packing;

import io.filstore.piece.CommP;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Where the bytes of a CAR go, each once: into the piece commitment, whose tiles other threads hash
 * meanwhile, and through one buffer into the file. Refuses to grow beyond the largest piece.
 */
final class CarOutput extends OutputStream {

  private static final int BUFFER = 1 << 20;

  private final FileChannel file;
  private final CommP commP;
  private final long limit;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private long written;

  /** Thrown when the CAR would outgrow the piece. */
  static final class FullException extends RuntimeException {
    FullException(long limit) {
      super("the CAR outgrows " + limit + " bytes");
    }
  }

  CarOutput(FileChannel file, CommP commP, long limit) {
    this.file = file;
    this.commP = commP;
    this.limit = limit;
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    written += length;
    if (written > limit) {
      throw new FullException(limit);
    }
    commP.update(bytes, offset, length);
    for (int done = 0; done < length; ) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int count = Math.min(buffer.remaining(), length - done);
      buffer.put(bytes, offset + done, count);
      done += count;
    }
  }

  @Override
  public void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
    buffer.clear();
  }
}
