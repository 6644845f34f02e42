package io.filstore.unixfs.extract;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/** Tells how many bytes pass. */
final class Counted extends FilterOutputStream {
  private final LongConsumer progress;

  Counted(OutputStream out, LongConsumer progress) {
    super(out);
    this.progress = progress;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    progress.accept(length);
  }
}
