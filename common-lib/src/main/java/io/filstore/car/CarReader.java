package io.filstore.car;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Varint;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CARv1, or the CARv1 inside a CARv2, from its beginning, section by section, and verifies
 * every block. Refuses what is over its {@link CarLimits} before reading it. A zero length is
 * allowed only if nothing but zeros follows: the padding of a piece. The index of a CARv2 is left
 * unread; {@link CarVerifier} checks it. Give a buffered stream. Not thread-safe.
 */
public final class CarReader {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final CountingInput in;
  private final CarLimits limits;
  private final Blocks blocks;
  private byte[] rawHeader = {};
  private final CarHeader header;
  private @Nullable CarV2Header v2;
  private long payloadStart;
  private long payloadEnd = Long.MAX_VALUE;
  private @Nullable Head last;
  private ByteBuffer begun = NOTHING;
  private long unread;
  private long padding;

  /** What is done about the hash of a block. */
  private enum Blocks {
    VERIFIED,
    AS_THEY_ARE
  }

  /** Reads the header; blocks will be verified. */
  public CarReader(InputStream in) throws IOException {
    this(in, CarLimits.DEFAULT);
  }

  /** As {@link #CarReader(InputStream)} with other limits. */
  public CarReader(InputStream in, CarLimits limits) throws IOException {
    this(in, limits, Blocks.VERIFIED);
  }

  private CarReader(InputStream in, CarLimits limits, Blocks blocks) throws IOException {
    this.in = new CountingInput(in);
    this.limits = limits;
    this.blocks = blocks;
    this.header = readHeader();
  }

  /** A reader for an archive whose blocks the caller verifies or has verified before. */
  public static CarReader unverified(InputStream in) throws IOException {
    return unverified(in, CarLimits.DEFAULT);
  }

  /** As {@link #unverified(InputStream)} with other limits. */
  public static CarReader unverified(InputStream in, CarLimits limits) throws IOException {
    return new CarReader(in, limits, Blocks.AS_THEY_ARE);
  }

  /**
   * One block with its place.
   *
   * @param sectionOffset position of the length prefix, from the start of the CARv1
   * @param dataOffset position of the block's bytes, from the start of the CARv1
   */
  public record Section(Cid cid, long sectionOffset, long dataOffset, byte[] data) {}

  /**
   * What stands before a block.
   *
   * @param sectionOffset position of the length prefix, from the start of the CARv1
   * @param dataOffset position of the block's bytes, from the start of the CARv1
   * @param blockLength bytes of the block
   */
  public record Head(Cid cid, long sectionOffset, long dataOffset, int blockLength) {}

  private CarHeader readHeader() throws IOException {
    byte[] cbor = headerBytes();
    if (!CarHeader.isPragma(cbor)) {
      return keep(cbor);
    }
    CarV2Header outer = CarV2Header.decode(read("header", CarV2Header.LENGTH));
    outer.requireData();
    outer.requireIndex();
    skipTo("data", outer.dataOffset());
    v2 = outer;
    payloadStart = outer.dataOffset();
    payloadEnd = outer.dataEnd();
    return keep(headerBytes());
  }

  private CarHeader keep(byte[] cbor) {
    rawHeader = CarHeader.withLength(cbor);
    return CarHeader.decode(cbor);
  }

  private void skipTo(String what, long offset) throws IOException {
    try {
      in.skipNBytes(offset - in.position());
    } catch (EOFException e) {
      throw new FormatException("CAR ends before its %s, at %d".formatted(what, offset), e);
    }
  }

  private byte[] headerBytes() throws IOException {
    long length = Varint.read(in);
    if (length <= 0) {
      throw new FormatException(length < 0 ? "CAR is empty" : "CAR header has no bytes");
    }
    requireAtMost("header", length, limits.header());
    requireInside("header", length);
    return read("header", length);
  }

  /** Roots as the header lists them. */
  public List<Cid> roots() {
    return header.roots();
  }

  /** The header of the CARv1 as it stands in the file, with its length prefix. */
  public byte[] header() {
    return rawHeader.clone();
  }

  /** Version of the archive, 1 or 2. */
  public int version() {
    return v2 == null ? 1 : 2;
  }

  /** The outer header of a CARv2. */
  public Optional<CarV2Header> v2() {
    return Optional.ofNullable(v2);
  }

  /** Where the CARv1 begins in the stream: 0, or the data offset of a CARv2. */
  public long payloadStart() {
    return payloadStart;
  }

  /** Whether the header's keys stood in canonical order; otherwise another writer would differ. */
  public boolean isHeaderCanonical() {
    return header.canonical();
  }

  /**
   * The next section, or null after the last one.
   *
   * @throws FormatException if the archive is cut off, a length is out of bounds or not minimal,
   *     the CID cannot be read, its hash is not known, or the block does not match it
   */
  public @Nullable Section nextSection() throws IOException {
    Head head = nextHead();
    return head == null
        ? null
        : new Section(head.cid, head.sectionOffset, head.dataOffset, block());
  }

  /**
   * The head of the next section, or null after the last one. A block that is not asked for is
   * skipped and not verified; in a file that costs no reading.
   *
   * @throws FormatException as {@link #nextSection}, but for the block
   */
  public @Nullable Head nextHead() throws IOException {
    skipBlock();
    if (padding > 0 || in.position() == payloadEnd) {
      return null;
    }
    long offset = in.position() - payloadStart;
    long length = Varint.read(in);
    if (length < 0) {
      requireWholePayload();
      return null;
    }
    if (length == 0) {
      readPadding(offset);
      return null;
    }
    requireAtMost("section at " + offset, length, limits.section());
    last = head(offset, (int) length);
    return last;
  }

  private Head head(long offset, int length) throws IOException {
    long start = in.position() - payloadStart;
    String what = "section at " + offset;
    requireInside(what, length);
    begun = ByteBuffer.wrap(read(what, Math.min(length, Cid.MAX_LENGTH)));
    unread = length - begun.remaining();
    try {
      Cid cid = Cid.read(begun);
      return new Head(cid, offset, start + cid.length(), length - cid.length());
    } catch (FormatException e) {
      throw new FormatException("section at " + offset + " does not begin with a CID", e);
    }
  }

  /**
   * The block whose head was given last; it can be had once.
   *
   * @throws FormatException as {@link #nextSection}
   * @throws IllegalStateException if there is no such block
   */
  public byte[] block() throws IOException {
    Head head = last;
    if (head == null) {
      throw new IllegalStateException("no block is to be had here");
    }
    last = null;
    byte[] block = new byte[head.blockLength];
    int there = begun.remaining();
    begun.get(block, 0, there);
    if (in.readNBytes(block, there, block.length - there) < block.length - there) {
      throw new FormatException("CAR ends inside the section at " + head.sectionOffset);
    }
    unread = 0;
    if (blocks == Blocks.VERIFIED && !head.cid.multihash().verifies(block)) {
      throw new FormatException(
          "block at %d does not match its CID %s".formatted(head.dataOffset, head.cid));
    }
    return block;
  }

  private void skipBlock() throws IOException {
    Head head = last;
    if (head == null) {
      return;
    }
    last = null;
    try {
      in.skipNBytes(unread);
    } catch (EOFException e) {
      throw new FormatException("CAR ends inside the section at " + head.sectionOffset, e);
    }
  }

  private void requireWholePayload() {
    if (v2 != null) {
      throw new FormatException(
          "CAR ends at %d, its data should end at %d".formatted(in.position(), payloadEnd));
    }
  }

  private static void requireAtMost(String what, long length, int limit) {
    if (length > limit) {
      throw new FormatException(
          "CAR %s announces %d bytes, at most %d".formatted(what, length, limit));
    }
  }

  private void requireInside(String what, long length) {
    if (length > payloadEnd - in.position()) {
      throw new FormatException(
          "CAR %s announces %d bytes, its data ends after %d"
              .formatted(what, length, payloadEnd - in.position()));
    }
  }

  private byte[] read(String what, long length) throws IOException {
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw new FormatException(
          "CAR %s announces %d bytes, %d are left".formatted(what, length, bytes.length));
    }
    return bytes;
  }

  private void readPadding(long offset) throws IOException {
    byte[] buffer = new byte[8192];
    int n = 0;
    while (n >= 0) {
      for (int i = 0; i < n; i++) {
        if (buffer[i] != 0) {
          throw new FormatException("data follows a section of no bytes at " + offset);
        }
      }
      long left = payloadEnd - in.position();
      n = left == 0 ? -1 : in.read(buffer, 0, (int) Math.min(buffer.length, left));
    }
    padding = in.position() - payloadStart - offset;
  }

  /**
   * What kind of index follows the data, if there is one; to be asked after the last section, once.
   *
   * @throws FormatException if the archive ends before
   */
  OptionalLong indexCodec() throws IOException {
    if (v2 == null || !v2.hasIndex()) {
      return OptionalLong.empty();
    }
    skipTo("index", v2.indexOffset());
    long codec = Varint.read(in);
    if (codec < 0) {
      throw new FormatException("CAR ends before its index, at " + v2.indexOffset());
    }
    return OptionalLong.of(codec);
  }

  /** Zero bytes found after the last section, known once {@link #nextSection} has returned null. */
  public long padding() {
    return padding;
  }
}
