package io.filstore.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Takes some bytes and then refuses: a small file may announce any size. */
final class LimitedOutput extends OutputStream {
  private static final int LIMIT = 1 << 20;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean full;

  /** More came than is taken. */
  static final class FullException extends IOException {
    private static final long serialVersionUID = 1L;

    FullException() {
      super("more than " + LIMIT + " bytes");
    }
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    if (length > LIMIT - bytes.size()) {
      full = true;
      throw new FullException();
    }
    bytes.write(buffer, offset, length);
  }

  boolean isFull() {
    return full;
  }

  long size() {
    return bytes.size();
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  byte[] slice(int from, int to) {
    return Arrays.copyOfRange(bytes.toByteArray(), from, to);
  }
}
