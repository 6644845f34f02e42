package io.filstore.dataprep.packing;

import io.filstore.piece.CommP;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Writes to a file and takes the piece commitment of what is written. */
public final class Committed extends OutputStream {

  private final CommP commitment;
  private final WritableByteChannel file;

  public Committed(CommP commitment, WritableByteChannel file) {
    this.commitment = commitment;
    this.file = file;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    commitment.update(bytes, offset, length);
    ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
    while (left.hasRemaining()) {
      file.write(left);
    }
  }
}
