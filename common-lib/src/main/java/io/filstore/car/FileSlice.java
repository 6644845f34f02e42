package io.filstore.car;

import io.filstore.multiformats.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Bytes of a file that others may read as well, taken {@value #AT_ONCE} at a time.
 *
 * @param offset of the first one
 * @param length how many there are
 */
public record FileSlice(FileChannel file, long offset, long length) {

  /** Bytes in memory while a slice is read or written. */
  public static final int AT_ONCE = 1 << 16;

  public FileSlice {
    if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
      throw new IllegalArgumentException("no slice: %d bytes from %d".formatted(length, offset));
    }
  }

  /** A part of it. */
  public FileSlice part(long from, long count) {
    if (from < 0 || count < 0 || from > length - count) {
      throw new IllegalArgumentException(
          "%d bytes from %d do not lie in %d".formatted(count, from, length));
    }
    return new FileSlice(file, offset + from, count);
  }

  /**
   * Its bytes, from the first.
   *
   * @throws FormatException while it is read, when the file ends before
   */
  public InputStream open() {
    return new Bytes();
  }

  /**
   * Writes all of it.
   *
   * @throws FormatException when the file ends before, possibly after bytes were written
   */
  public void writeTo(OutputStream out) throws IOException {
    byte[] buffer = new byte[(int) Math.min(AT_ONCE, length)];
    InputStream in = open();
    for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
    }
  }

  /** All of it in memory. */
  byte[] bytes() throws IOException {
    byte[] all = new byte[Math.toIntExact(length)];
    open().readNBytes(all, 0, all.length);
    return all;
  }

  private final class Bytes extends InputStream {
    private long done;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int most) throws IOException {
      int count = (int) Math.min(most, length - done);
      if (count == 0) {
        return most == 0 ? 0 : -1;
      }
      int read = file.read(ByteBuffer.wrap(into, at, count), offset + done);
      if (read < 0) {
        throw new FormatException(
            "the file ends at %d, inside the %d bytes from %d"
                .formatted(offset + done, length, offset));
      }
      done += read;
      return read;
    }
  }
}
