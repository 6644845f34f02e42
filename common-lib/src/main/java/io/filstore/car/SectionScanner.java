package io.filstore.car;

import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Varint;
import java.io.IOException;

/**
 * Cuts the sections of a CARv1 into slabs and says what is wrong with their framing. Goes on after
 * everything that leaves the place of the next section known.
 */
final class SectionScanner {
  /**
   * Sixteen leaves of 1 MiB and most of another: with the rest of a leaf carried over, there are
   * always sixteen whole ones to hash together.
   */
  static final int SLAB = 16 * ((1 << 20) + 39) + (900 << 10);

  private static final int READ = 1 << 20;
  private static final int FIRST_SLAB = 64 << 10;

  private final CountingInput in;
  private final long end;
  private final int sectionLimit;
  private final CidCursor cid = new CidCursor();
  private byte[] carried = new byte[0];
  private int carriedLength;
  private int capacity = FIRST_SLAB;
  private long skip;
  private long zerosFrom = -1;
  private boolean inputEnded;
  private boolean stopped;
  private boolean whole = true;
  private int parsed;

  /** A scanner of sections up to a position in the file or, before it, the end of the stream. */
  SectionScanner(CountingInput in, long end, int sectionLimit) {
    this.in = in;
    this.end = end;
    this.sectionLimit = sectionLimit;
  }

  /** Bytes that the next slab should have room for. */
  int capacity() {
    return capacity;
  }

  /** Whether all sections have been given out. */
  boolean isDone() {
    return stopped || (inputEnded && carriedLength == 0);
  }

  /** Whether every section has been given out, to the last. */
  boolean isWhole() {
    return whole && !stopped;
  }

  /** Zeros after the last section. */
  long padding() {
    return zerosFrom < 0 ? 0 : in.position() - zerosFrom;
  }

  /** Fills a slab with the next sections. */
  void scan(Slab slab) throws IOException {
    slab.begin(in.position() - carriedLength);
    System.arraycopy(carried, 0, slab.bytes, 0, carriedLength);
    slab.filled = carriedLength;
    parsed = 0;
    fill(slab);
    cut(slab);
    while (parsed == 0 && !inputEnded && !stopped) {
      slab.grow();
      fill(slab);
      cut(slab);
    }
    if (skip > 0 && inputEnded && parsed == slab.filled) {
      slab.find(
          Finding.Code.TRUNCATED_SECTION, parsed, "the archive ends inside the section too large");
      skip = 0;
    }
    carry(slab);
    capacity = (int) Math.max(slab.bytes.length, Math.min(SLAB, capacity * 4L));
  }

  private void fill(Slab slab) throws IOException {
    while (slab.filled < slab.bytes.length && !inputEnded) {
      int room = Math.min(READ, slab.bytes.length - slab.filled);
      int n = in.read(slab.bytes, slab.filled, (int) Math.min(room, end - in.position()));
      if (n > 0) {
        slab.filled += n;
      }
      inputEnded = n < 0 || in.position() == end;
    }
  }

  private void carry(Slab slab) {
    carriedLength = stopped ? 0 : slab.filled - parsed;
    if (carriedLength > carried.length) {
      carried = new byte[carriedLength];
    }
    System.arraycopy(slab.bytes, parsed, carried, 0, carriedLength);
  }

  /** Takes sections until one is not whole. */
  private void cut(Slab slab) {
    boolean more = true;
    while (more && parsed < slab.filled && !stopped) {
      more = skip > 0 ? skip(slab) : section(slab);
    }
  }

  private boolean skip(Slab slab) {
    int n = (int) Math.min(skip, slab.filled - parsed);
    parsed += n;
    skip -= n;
    return true;
  }

  private boolean section(Slab slab) {
    if (slab.bytes[parsed] == 0) {
      zeros(slab);
      return true;
    }
    long length = 0;
    int at = parsed;
    int shift = 0;
    byte b;
    do {
      if (at == slab.filled) {
        return incomplete(slab, "its length");
      }
      if (at - parsed == Varint.MAX_LENGTH) {
        slab.find(Finding.Code.SECTION_LENGTH, parsed, "section length has more than 9 bytes");
        stopped = true;
        return false;
      }
      b = slab.bytes[at++];
      length |= (long) (b & 0x7f) << shift;
      shift += 7;
    } while (b < 0);
    return section(slab, at, length);
  }

  private boolean section(Slab slab, int from, long length) {
    if (length <= sectionLimit && length > slab.filled - from) {
      return incomplete(slab, "its %d bytes, %d are there".formatted(length, slab.filled - from));
    }
    afterZeros(slab);
    if (from - parsed > Varint.length(length)) {
      slab.find(
          Finding.Code.SECTION_LENGTH, parsed, "section length " + length + " is not minimal");
    }
    if (length > sectionLimit) {
      slab.find(
          Finding.Code.SECTION_TOO_LARGE,
          parsed,
          "section announces %d bytes, at most %d".formatted(length, sectionLimit));
      skip = length;
      whole = false;
      parsed = from;
      return true;
    }
    int to = from + (int) length;
    whole(slab, from, to);
    parsed = to;
    return true;
  }

  private void whole(Slab slab, int from, int to) {
    if (from == to) {
      slab.find(Finding.Code.SECTION_EMPTY, parsed, "section of no bytes");
      return;
    }
    try {
      cid.read(slab.bytes, from, to);
      slab.add(parsed, from, cid, to);
    } catch (FormatException e) {
      whole = false;
      slab.find(
          Finding.Code.CID_INVALID, from, "section does not begin with a CID: " + e.getMessage());
    }
  }

  /** Reports a section that does not end with the archive; otherwise waits for more bytes. */
  private boolean incomplete(Slab slab, String what) {
    if (inputEnded) {
      afterZeros(slab);
      slab.find(
          Finding.Code.TRUNCATED_SECTION, parsed, "the archive ends inside a section: " + what);
      stopped = true;
    }
    return false;
  }

  private void zeros(Slab slab) {
    if (zerosFrom < 0) {
      zerosFrom = slab.offset + parsed;
    }
    while (parsed < slab.filled && slab.bytes[parsed] == 0) {
      parsed++;
    }
  }

  private void afterZeros(Slab slab) {
    if (zerosFrom >= 0) {
      slab.find(
          new Finding(
              Finding.Code.SECTION_EMPTY,
              zerosFrom,
              "section of no bytes with data after it, which is no padding"));
      zerosFrom = -1;
    }
  }
}
