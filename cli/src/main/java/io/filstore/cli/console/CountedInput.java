package io.filstore.cli.console;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells how much of a stream has been read or skipped. */
public final class CountedInput extends FilterInputStream {
  private final LongConsumer progress;
  private long count;

  /**
   * @param progress is told how many bytes more
   */
  public CountedInput(InputStream in, LongConsumer progress) {
    super(in);
    this.progress = progress;
  }

  /** Bytes so far. */
  public long count() {
    return count;
  }

  private void passed(long more) {
    if (more > 0) {
      count += more;
      progress.accept(more);
    }
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    passed(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    passed(n);
    return n;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long n = super.skip(bytes);
    passed(n);
    return n;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
