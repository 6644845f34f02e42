package io.filstore.cli.console;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/** Tells how much has been written. */
public final class CountedOutput extends FilterOutputStream {
  private final LongConsumer progress;

  /**
   * @param progress is told how many bytes more
   */
  public CountedOutput(OutputStream out, LongConsumer progress) {
    super(out);
    this.progress = progress;
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
    progress.accept(1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    progress.accept(length);
  }
}
