package io.filstore.gateway.upload;

import io.filstore.car.CarLimits;
import io.filstore.car.CarReader;
import io.filstore.car.CarV2Header;
import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Varint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A body that is said to be a CAR, as it is. What cannot become a piece is refused while it comes,
 * before gigabytes of it are taken in: what is no CAR, has no root, or is larger than a piece.
 * Every block is verified when it is packed.
 */
final class CarBody extends FilterInputStream {
  private final UploadLimits limits;

  /** Read ahead, to be given next. */
  private ByteBuffer ahead = ByteBuffer.allocate(0);

  /** Of a CARv2, bytes before the CARv1 inside; -1 when its header has been read. */
  private long gap = -1;

  /** Whether all of the body is the CARv1. */
  private boolean bare;

  private long given;

  private CarBody(InputStream in, UploadLimits limits) {
    super(in);
    this.limits = limits;
  }

  /**
   * The whole body, after its beginning has been looked at.
   *
   * @param declared bytes of the body, -1 when that is not known
   * @throws ProblemException {@code invalid_request} when it is not that of a CAR, or of one
   *     without roots; {@code too_large}
   */
  static CarBody of(InputStream in, long declared, UploadLimits limits) throws IOException {
    CarBody body = new CarBody(in, limits);
    byte[] start = body.header();
    if (CarV2Header.isPragma(start)) {
      body.beginV2(start);
    } else {
      requireRoots(start);
      limits.requireCar(declared);
      body.bare = true;
      body.ahead = ByteBuffer.wrap(start);
    }
    return body;
  }

  private void beginV2(byte[] pragma) throws IOException {
    ByteArrayOutputStream start = new ByteArrayOutputStream();
    start.write(pragma);
    start.write(in.readNBytes(CarV2Header.MIN_DATA_OFFSET - pragma.length));
    if (start.size() < CarV2Header.MIN_DATA_OFFSET) {
      throw noCar("it ends inside the header of its version 2");
    }
    try {
      CarV2Header v2 = CarV2Header.of(start.toByteArray());
      limits.requireCar(v2.dataSize());
      gap = v2.dataOffset() - CarV2Header.MIN_DATA_OFFSET;
    } catch (FormatException e) {
      throw noCar(e);
    }
    ahead = ByteBuffer.wrap(start.toByteArray());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (!ahead.hasRemaining() && gap == 0) {
      gap = -1;
      byte[] inner = header();
      requireRoots(inner);
      ahead = ByteBuffer.wrap(inner);
    }
    if (ahead.hasRemaining()) {
      int n = Math.min(length, ahead.remaining());
      ahead.get(buffer, offset, n);
      given += n;
      return n;
    }
    return gap > 0 ? readGap(buffer, offset, length) : readOn(buffer, offset, length);
  }

  private int readGap(byte[] buffer, int offset, int length) throws IOException {
    int n = in.read(buffer, offset, (int) Math.min(length, gap));
    if (n < 0) {
      throw noCar("its data should begin %d bytes behind its end".formatted(gap));
    }
    gap -= n;
    given += n;
    return n;
  }

  private int readOn(byte[] buffer, int offset, int length) throws IOException {
    int n = in.read(buffer, offset, length);
    given += Math.max(0, n);
    if (bare) {
      limits.requireCar(given);
    }
    return n;
  }

  /** A header with its length before it, or the pragma of a CARv2. */
  private byte[] header() throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    int next = 0x80;
    while (next >= 0x80 && header.size() < Varint.MAX_LENGTH) {
      next = in.read();
      if (next < 0) {
        throw noCar("it ends after " + (given + header.size()) + " bytes");
      }
      header.write(next);
    }
    header.write(in.readNBytes(length(header.toByteArray())));
    return header.toByteArray();
  }

  private static int length(byte[] varint) {
    int most = CarLimits.DEFAULT.header();
    try {
      long length = Varint.read(ByteBuffer.wrap(varint));
      if (length >= 1 && length <= most) {
        return (int) length;
      }
      throw noCar("its header announces %d bytes, 1 to %d are read".formatted(length, most));
    } catch (FormatException e) {
      throw noCar(e);
    }
  }

  private static void requireRoots(byte[] header) throws IOException {
    try {
      if (new CarReader(new ByteArrayInputStream(header)).roots().isEmpty()) {
        throw ProblemException.invalid(
            "The CAR has no root; it needs at least one to be found by.");
      }
    } catch (FormatException e) {
      throw noCar(e);
    }
  }

  @Override
  public long skip(long bytes) {
    throw new UnsupportedOperationException("every byte counts");
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private static ProblemException noCar(String why) {
    return ProblemException.invalid(sentence(why));
  }

  private static ProblemException noCar(FormatException cause) {
    return new ProblemException(
        ProblemCode.INVALID_REQUEST, sentence(String.valueOf(cause.getMessage())), cause);
  }

  private static String sentence(String why) {
    return "The body does not begin as a CAR does: " + why + ".";
  }
}
