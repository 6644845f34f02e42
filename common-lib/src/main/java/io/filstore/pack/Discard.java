package io.filstore.pack;

import io.filstore.car.CarWriter;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** For those who want the CIDs only: takes CARs and keeps nothing. */
public final class Discard implements PieceOutput {
  @Override
  public SeekableByteChannel open(int number) {
    return new Nowhere();
  }

  @Override
  public void finished(PackedPiece piece, CarWriter car) {}

  private static final class Nowhere implements SeekableByteChannel {
    private long position;
    private long size;

    @Override
    public int write(ByteBuffer bytes) {
      int length = bytes.remaining();
      bytes.position(bytes.limit());
      position += length;
      size = Math.max(size, position);
      return length;
    }

    @Override
    public int read(ByteBuffer bytes) {
      throw new UnsupportedOperationException("what was discarded cannot be read");
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
      position = newPosition;
      return this;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
      size = Math.min(size, newSize);
      return this;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
