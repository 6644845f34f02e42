package io.filstore.car;

import io.filstore.car.Finding.Code;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Varint;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;

/** Reads the index of a CARv2 to its end and compares every entry with the sections of the file. */
final class IndexCheck {
  private static final int OFFSET = Long.BYTES;
  private static final int MAX_WIDTH = Cid.MAX_LENGTH + OFFSET;

  private final CountingInput in;
  private final SectionTable sections;
  private final Findings findings;
  private final CidCursor cursor = new CidCursor();
  private final BitSet indexed = new BitSet();

  /** An index that begins where the stream stands. */
  IndexCheck(CountingInput in, SectionTable sections, Findings findings) {
    this.in = new CountingInput(new BufferedInputStream(in, 1 << 18), in.position());
    this.sections = sections;
    this.findings = findings;
  }

  /** Something that makes the rest of the index unreadable. */
  private static final class Stop extends Exception {
    private static final long serialVersionUID = 1L;

    private final Code code;

    Stop(Code code, String detail) {
      super(detail, null, false, false);
      this.code = code;
    }
  }

  /** Which sections are looked for in the index. */
  enum Expected {
    ALL,
    ALL_BUT_IDENTITY,
    /** The sections are not all known, so that nothing can be said about single entries. */
    UNKNOWN
  }

  void check(Expected expected) throws IOException {
    long start = in.position();
    try {
      IndexFormat format = codec();
      switch (format) {
        case SORTED -> widths(-1, expected);
        case MULTIHASH_SORTED -> codes(expected);
      }
      if (in.read() >= 0) {
        throw new Stop(Code.INDEX_TRAILING, "bytes follow the index");
      }
      requireComplete(format, expected, start);
    } catch (Stop stop) {
      findings.add(stop.code, in.position(), String.valueOf(stop.getMessage()));
    } catch (EOFException e) {
      findings.add(
          Code.INDEX_TRUNCATED, in.position(), "the file ends inside the index at " + start);
    }
  }

  private IndexFormat codec() throws IOException, Stop {
    try {
      long codec = Varint.read(in);
      if (codec < 0) {
        throw new EOFException();
      }
      return IndexFormat.of(codec);
    } catch (FormatException e) {
      throw new Stop(Code.INDEX_CODEC, String.valueOf(e.getMessage()));
    }
  }

  private void codes(Expected expected) throws IOException, Stop {
    int count = count("hash functions");
    long last = 0;
    for (int i = 0; i < count; i++) {
      long at = in.position();
      long code = number(Long.BYTES).getLong();
      if (i > 0 && Long.compareUnsigned(code, last) <= 0) {
        findings.add(
            Code.INDEX_ORDER, at, "hash function 0x%x stands after 0x%x".formatted(code, last));
      }
      if (code < 0) {
        throw new Stop(Code.INDEX_STRUCTURE, "hash function 0x%x".formatted(code));
      }
      last = code;
      widths(code, expected);
    }
  }

  private int count(String what) throws IOException, Stop {
    int count = number(Integer.BYTES).getInt();
    if (count < 0) {
      throw new Stop(Code.INDEX_STRUCTURE, "index announces %d %s".formatted(count, what));
    }
    return count;
  }

  private void widths(long code, Expected expected) throws IOException, Stop {
    int count = count("widths");
    int last = 0;
    for (int i = 0; i < count; i++) {
      long at = in.position();
      int width = number(Integer.BYTES).getInt();
      if (width < OFFSET || width > MAX_WIDTH) {
        throw new Stop(
            Code.INDEX_STRUCTURE,
            "width %s, allowed are %d to %d"
                .formatted(Integer.toUnsignedString(width), OFFSET, MAX_WIDTH));
      }
      if (width <= last) {
        findings.add(Code.INDEX_ORDER, at, "width %d stands after %d".formatted(width, last));
      }
      last = width;
      bucket(code, width, expected);
    }
  }

  private void bucket(long code, int width, Expected expected) throws IOException, Stop {
    long length = number(Long.BYTES).getLong();
    if (length < 0 || length % width != 0) {
      throw new Stop(
          Code.INDEX_STRUCTURE,
          "bucket of %s bytes is no multiple of its width %d"
              .formatted(Long.toUnsignedString(length), width));
    }
    byte[] entry = new byte[width];
    byte[] last = new byte[width];
    for (long i = 0; i < length / width; i++) {
      long at = in.position();
      fill(entry);
      if (i > 0 && Arrays.compareUnsigned(last, 0, width - OFFSET, entry, 0, width - OFFSET) > 0) {
        findings.add(Code.INDEX_ORDER, at, "entry of the index stands before a smaller one");
      }
      if (expected != Expected.UNKNOWN) {
        entry(code, entry, at);
      }
      byte[] swap = last;
      last = entry;
      entry = swap;
    }
  }

  private void entry(long code, byte[] entry, long at) {
    int digest = entry.length - OFFSET;
    long offset = ByteBuffer.wrap(entry, digest, OFFSET).order(ByteOrder.LITTLE_ENDIAN).getLong();
    int position = sections.at(offset);
    if (position < 0) {
      findings.add(
          Code.INDEX_ENTRY,
          at,
          "entry leads to %s, where no section begins".formatted(Long.toUnsignedString(offset)));
      return;
    }
    CidTable cids = sections.cids();
    int number = sections.number(position);
    int end = cids.end(number);
    cursor.read(cids.bytes(), cids.start(number), end);
    boolean same =
        cursor.digestLength() == digest
            && (code < 0 || cursor.hash() == code)
            && Arrays.equals(cids.bytes(), end - digest, end, entry, 0, digest);
    if (same) {
      indexed.set(position);
    } else {
      findings.add(
          Code.INDEX_ENTRY,
          at,
          "entry leads to the section at %d, which holds another block".formatted(offset));
    }
  }

  /** A block is found if any section with its digest is. */
  private void requireComplete(IndexFormat format, Expected expected, long start) {
    if (expected == Expected.UNKNOWN || indexed.cardinality() == sections.size()) {
      return;
    }
    IndexOrder order = new IndexOrder(sections, format);
    int[] positions =
        order.positions(
            expected == Expected.ALL ? IndexOrder.Identity.INDEXED : IndexOrder.Identity.LEFT_OUT);
    int from = 0;
    while (from < positions.length) {
      int to = from;
      boolean found = false;
      while (to < positions.length && order.sameKey(positions[from], positions[to])) {
        found |= indexed.get(positions[to]);
        to++;
      }
      if (!found) {
        Cid cid = sections.cid(positions[from]);
        findings.add(
            Code.INDEX_INCOMPLETE,
            start,
            "block %s at %d is not in the index".formatted(cid, sections.offset(positions[from])));
      }
      from = to;
    }
  }

  private ByteBuffer number(int bytes) throws IOException {
    byte[] number = new byte[bytes];
    fill(number);
    return ByteBuffer.wrap(number).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void fill(byte[] bytes) throws IOException {
    if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
      throw new EOFException();
    }
  }
}
