package io.filstore.pack;

import io.filstore.piece.CommP;
import io.filstore.piece.Loan;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/**
 * Where the bytes of a CAR go, each once: into the piece commitment, whose tiles other threads hash
 * meanwhile, and through one buffer into the file.
 */
final class CarOutput extends OutputStream {

  /** Shorter arrays hold no whole tile; the commitment copies them. */
  private static final int WORTH_LENDING = 256 << 10;

  private final SeekableByteChannel file;
  private final CommP commP;
  private final ByteBuffer buffer;
  private Loan lent = Loan.NONE;

  /**
   * @param buffer direct memory that nobody else uses meanwhile
   */
  CarOutput(SeekableByteChannel file, CommP commP, ByteBuffer buffer) {
    this.file = file;
    this.commP = commP;
    this.buffer = buffer.clear();
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length >= WORTH_LENDING) {
      lent = commP.lend(bytes, offset, length);
    } else {
      commP.update(bytes, offset, length);
    }
    for (int done = 0; done < length; ) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int count = Math.min(buffer.remaining(), length - done);
      buffer.put(bytes, offset + done, count);
      done += count;
    }
  }

  /** What still reads the last large array since {@link #forget}. */
  Loan lent() {
    return lent;
  }

  void forget() {
    lent = Loan.NONE;
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
