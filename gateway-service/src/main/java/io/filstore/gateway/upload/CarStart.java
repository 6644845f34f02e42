package io.filstore.gateway.upload;

import io.filstore.car.CarLimits;
import io.filstore.car.CarReader;
import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Varint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Looks at how a body begins that is said to be a CAR, so that what is none is refused before
 * gigabytes of it are taken in. The rest is verified when it is packed.
 */
final class CarStart {
  /** What a CARv2 begins with; its own header follows, and the CARv1 somewhere behind. */
  private static final byte[] PRAGMA = HexFormat.of().parseHex("0aa16776657273696f6e02");

  private static final int V2_HEADER = 40;

  private CarStart() {}

  /**
   * The whole body again, after its beginning has been looked at.
   *
   * @throws ProblemException {@code invalid_request} when it is not that of a CAR, or of a CARv1
   *     without roots
   */
  static InputStream required(InputStream body) throws IOException {
    byte[] start = start(body);
    if (!Arrays.equals(start, 0, Math.min(start.length, PRAGMA.length), PRAGMA, 0, PRAGMA.length)) {
      requireRoots(start);
    }
    PushbackInputStream again = new PushbackInputStream(body, start.length);
    again.unread(start);
    return again;
  }

  private static byte[] start(InputStream body) throws IOException {
    ByteArrayOutputStream start = new ByteArrayOutputStream();
    int next = 0x80;
    while (next >= 0x80 && start.size() < Varint.MAX_LENGTH) {
      next = body.read();
      if (next < 0) {
        throw noCar("it ends after " + start.size() + " bytes");
      }
      start.write(next);
    }
    long length = length(start.toByteArray());
    start.write(body.readNBytes((int) length));
    if (Arrays.equals(start.toByteArray(), PRAGMA)) {
      byte[] v2 = body.readNBytes(V2_HEADER);
      if (v2.length < V2_HEADER) {
        throw noCar("it ends inside the header of its version 2");
      }
      start.write(v2);
    }
    return start.toByteArray();
  }

  private static long length(byte[] varint) {
    int most = CarLimits.DEFAULT.header();
    try {
      long length = Varint.read(ByteBuffer.wrap(varint));
      if (length >= 1 && length <= most) {
        return length;
      }
      throw noCar("its header announces %d bytes, 1 to %d are read".formatted(length, most));
    } catch (FormatException e) {
      throw noCar(String.valueOf(e.getMessage()), e);
    }
  }

  private static void requireRoots(byte[] header) throws IOException {
    try {
      if (new CarReader(new ByteArrayInputStream(header)).roots().isEmpty()) {
        throw ProblemException.invalid(
            "The CAR has no root; it needs at least one to be found by.");
      }
    } catch (FormatException e) {
      throw noCar(String.valueOf(e.getMessage()), e);
    }
  }

  private static ProblemException noCar(String why) {
    return ProblemException.invalid("The body does not begin as a CAR does: " + why + ".");
  }

  private static ProblemException noCar(String why, FormatException cause) {
    return new ProblemException(
        ProblemCode.INVALID_REQUEST, "The body does not begin as a CAR does: " + why + ".", cause);
  }
}
