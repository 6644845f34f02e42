package io.filstore.car;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes that have been read. */
final class CountingInput extends FilterInputStream {
  private long position;

  CountingInput(InputStream in) {
    this(in, 0);
  }

  /** Counts on from the position where the stream stands. */
  CountingInput(InputStream in, long position) {
    super(in);
    this.position = position;
  }

  long position() {
    return position;
  }

  @Override
  public int read() throws IOException {
    int b = in.read();
    if (b >= 0) {
      position++;
    }
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = in.read(buffer, offset, length);
    if (n > 0) {
      position += n;
    }
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = in.skip(n);
    position += skipped;
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
