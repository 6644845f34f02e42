package io.filstore.piece.aggregate;

import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCommitment;
import io.filstore.piece.PieceTree;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * The 64 bytes of an index that describe one piece: commitment, offset, size, checksum. They may
 * say anything; {@link #flaws} tells what of it cannot be.
 *
 * @param root 32 bytes
 * @param offset 64 unsigned bits
 * @param size 64 unsigned bits
 * @param checksum 16 bytes
 */
public record IndexEntry(byte[] root, long offset, long size, byte[] checksum) {

  private static final int CHECKSUM = 16;

  /** Refuses arrays of other lengths. */
  public IndexEntry {
    if (root.length != PieceTree.NODE || checksum.length != CHECKSUM) {
      throw new IllegalArgumentException(
          "root of %d bytes and checksum of %d, must be 32 and 16"
              .formatted(root.length, checksum.length));
    }
    root = root.clone();
    checksum = checksum.clone();
  }

  /** The entry that describes a segment, with the right checksum. */
  public static IndexEntry of(Segment segment) {
    return of(segment.piece().root(), segment.offset(), segment.piece().size().bytes());
  }

  static IndexEntry of(byte[] root, long offset, long size) {
    return new IndexEntry(root, offset, size, checksum(root, offset, size));
  }

  /** Reads the 64 bytes at {@code at}, whatever they are. */
  static IndexEntry read(byte[] bytes, int at) {
    ByteBuffer in = ByteBuffer.wrap(bytes, at, IndexArea.ENTRY).order(ByteOrder.LITTLE_ENDIAN);
    byte[] root = new byte[PieceTree.NODE];
    in.get(root);
    long offset = in.getLong();
    long size = in.getLong();
    byte[] checksum = new byte[CHECKSUM];
    in.get(checksum);
    return new IndexEntry(root, offset, size, checksum);
  }

  @Override
  public byte[] root() {
    return root.clone();
  }

  @Override
  public byte[] checksum() {
    return checksum.clone();
  }

  /** The 64 bytes as they stand in the padded form of the index. */
  public byte[] bytes() {
    return encode(root, offset, size, checksum);
  }

  /** The segment that the entry describes; the entry must be sound. */
  Segment segment(int entry) {
    PaddedPieceSize padded = new PaddedPieceSize(size);
    return new Segment(entry, PieceCommitment.whole(root, padded), offset);
  }

  /** Node of the tree above the two leaves that the entry fills. */
  byte[] node(PieceTree tree) {
    byte[] leaves = bytes();
    return tree.parent(
        Arrays.copyOf(leaves, PieceTree.NODE),
        Arrays.copyOfRange(leaves, PieceTree.NODE, IndexArea.ENTRY));
  }

  /**
   * What is wrong with the entry taken alone, in an aggregate of that area; empty if it is sound.
   */
  public Set<Flaw> flaws(IndexArea area) {
    Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);
    flag(flaws, Flaw.CHECKSUM, !Arrays.equals(checksum, checksum(root, offset, size)));
    flag(flaws, Flaw.OFFSET_BETWEEN_QUADS, offset % PaddedPieceSize.MIN.bytes() != 0);
    flag(flaws, Flaw.SIZE_BETWEEN_QUADS, size % PaddedPieceSize.MIN.bytes() != 0);
    flag(flaws, Flaw.ROOT_OUT_OF_FIELD, (root[PieceTree.NODE - 1] & 0xc0) != 0);
    if (Long.bitCount(size) != 1 || size < 128 || size > PaddedPieceSize.MAX.bytes()) {
      flaws.add(Flaw.SIZE_OF_NO_PIECE);
      return flaws;
    }
    flag(flaws, Flaw.MISALIGNED, offset % size != 0);
    flag(flaws, Flaw.BEYOND_DATA, offset < 0 || offset > area.start() - size);
    return flaws;
  }

  private static void flag(Set<Flaw> flaws, Flaw flaw, boolean present) {
    if (present) {
      flaws.add(flaw);
    }
  }

  private static byte[] checksum(byte[] root, long offset, long size) {
    byte[] hash = sha256().digest(encode(root, offset, size, new byte[CHECKSUM]));
    byte[] checksum = Arrays.copyOf(hash, CHECKSUM);
    checksum[CHECKSUM - 1] &= 0x3f;
    return checksum;
  }

  private static byte[] encode(byte[] root, long offset, long size, byte[] checksum) {
    return ByteBuffer.allocate(IndexArea.ENTRY)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(root)
        .putLong(offset)
        .putLong(size)
        .put(checksum)
        .array();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IndexEntry that && Arrays.equals(bytes(), that.bytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(checksum);
  }
}
