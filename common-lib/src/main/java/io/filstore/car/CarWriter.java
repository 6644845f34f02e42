package io.filstore.car;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.multiformats.Varint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a CARv1 with one root. Every block is written once, at its first occurrence. Blocks go to
 * the stream as they come, from the caller's array; give a buffered stream when blocks are small.
 * Not thread-safe.
 *
 * <p>Where the root is known only at the end, write with {@link #PLACEHOLDER_ROOT} and call {@link
 * #patchRoot}: the header keeps its length, so nothing moves.
 */
public final class CarWriter {
  /** A CID as long as every sha2-256 CIDv1 with a codec below 128: 36 bytes, digest zero. */
  public static final Cid PLACEHOLDER_ROOT =
      Cid.v1(Cid.RAW, Multihash.of(Multihash.SHA2_256, new byte[32]));

  /** Largest length of CID and block in one section that readers accept (go-car). */
  public static final int MAX_SECTION = 8 << 20;

  static final int MAX_HEAD = Varint.MAX_LENGTH + Cid.MAX_LENGTH;

  private final OutputStream out;
  private final SectionTable sections = new SectionTable();
  private final byte[] head = new byte[MAX_HEAD];
  private long position;

  /** Starts an archive by writing its header. */
  public CarWriter(OutputStream out, Cid root) throws IOException {
    this(out, List.of(root));
  }

  /** Starts an archive with several roots. */
  public CarWriter(OutputStream out, List<Cid> roots) throws IOException {
    if (roots.isEmpty()) {
      throw new IllegalArgumentException("an archive without roots is not written");
    }
    this.out = out;
    byte[] header = CarHeader.encode(roots);
    out.write(header);
    position = header.length;
  }

  /** Header of an archive with one root, 59 bytes for a sha2-256 CIDv1. */
  public static byte[] header(Cid root) {
    return CarHeader.encode(List.of(root));
  }

  /**
   * Writes a block unless it is there already. The bytes are not checked against the CID.
   *
   * @return offset of the block's section from the start of the archive
   */
  public long block(Cid cid, byte[] buffer, int offset, int length) throws IOException {
    long sectionLength = (long) cid.length() + length;
    if (sectionLength > MAX_SECTION) {
      throw new IllegalArgumentException(
          "section of %d bytes, at most %d".formatted(sectionLength, MAX_SECTION));
    }
    int present = sections.putIfAbsent(cid, position, length);
    if (present >= 0) {
      return sections.offset(present);
    }
    ByteBuffer prefix = ByteBuffer.wrap(head);
    Varint.put(prefix, sectionLength);
    cid.writeTo(prefix);
    out.write(head, 0, prefix.position());
    out.write(buffer, offset, length);
    long start = position;
    position += prefix.position() + (long) length;
    return start;
  }

  /** Whether the block has been written. */
  public boolean contains(Cid cid) {
    return sections.contains(cid);
  }

  /** Bytes written so far, the length of the archive. */
  public long position() {
    return position;
  }

  /** Number of different blocks so far. */
  public int blocks() {
    return sections.size();
  }

  /** Bytes that a block of this length would add if it is not there yet. */
  public static long sectionLength(Cid cid, int blockLength) {
    long length = (long) cid.length() + blockLength;
    return Varint.length(length) + length;
  }

  /** Writes the sidecar for the blocks so far; the target must not exist. */
  public void writeIndex(Path target) throws IOException {
    CarIndexWriter.write(sections, target);
  }

  /** Writes the sidecar for the blocks so far into a channel of the caller. */
  public void writeIndex(WritableByteChannel out) throws IOException {
    CarIndexWriter.write(sections, out);
  }

  /**
   * Writes the index of a CARv2 for the blocks so far; identity CIDs are not in it.
   *
   * @return its length in bytes
   */
  public long writeIndex(IndexFormat format, WritableByteChannel out) throws IOException {
    return IndexWriter.write(sections, format, IndexOrder.Identity.LEFT_OUT, out);
  }

  /**
   * What stands before the CARv1 in a CARv2 that has an index right behind it, {@value
   * CarV2Header#MIN_DATA_OFFSET} bytes.
   *
   * @param dataSize bytes of the CARv1
   */
  public static byte[] headOfV2(long dataSize) {
    return CarV2Header.of(dataSize).withIndex().encode();
  }

  /**
   * Replaces the root in the header of a finished file.
   *
   * @throws IllegalArgumentException if the file does not begin with a header that has the
   *     placeholder, or the new root is not as long as it
   */
  public static void patchRoot(FileChannel car, Cid root) throws IOException {
    byte[] placeholder = header(PLACEHOLDER_ROOT);
    byte[] header = header(root);
    if (header.length != placeholder.length) {
      throw new IllegalArgumentException(
          "root %s needs a header of %d bytes, there is room for %d"
              .formatted(root, header.length, placeholder.length));
    }
    ByteBuffer found = ByteBuffer.allocate(placeholder.length);
    int read = 0;
    while (found.hasRemaining() && read >= 0) {
      read = car.read(found, found.position());
    }
    if (!found.flip().equals(ByteBuffer.wrap(placeholder))) {
      throw new IllegalArgumentException("the file does not begin with a placeholder header");
    }
    ByteBuffer bytes = ByteBuffer.wrap(header);
    while (bytes.hasRemaining()) {
      car.write(bytes, bytes.position());
    }
  }
}
