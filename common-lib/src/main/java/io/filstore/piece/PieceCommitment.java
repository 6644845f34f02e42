package io.filstore.piece;

import java.util.Arrays;

/**
 * A piece commitment with the sizes it was taken over.
 *
 * @param root 32 bytes, the two top bits of the last one zero
 * @param size the piece the root is for
 * @param rawSize payload bytes, at most {@code size.unpadded()}
 */
public record PieceCommitment(byte[] root, PaddedPieceSize size, long rawSize) {

  /** Refuses a root or a payload size that cannot belong to the piece size. */
  public PieceCommitment {
    root = PieceCid.checkedRoot(root).clone();
    if (rawSize < 0 || rawSize > size.unpadded()) {
      throw new PieceSizeException(
          "payload is %d bytes, a piece of %s bytes holds at most %d"
              .formatted(rawSize, size, size.unpadded()));
    }
  }

  /** The commitment of a piece whose every byte counts as payload, as in an aggregate. */
  public static PieceCommitment whole(byte[] root, PaddedPieceSize size) {
    return new PieceCommitment(root, size, size.unpadded());
  }

  /**
   * What version 2 of a piece CID says.
   *
   * @throws PieceSizeException for version 1, which carries no size
   */
  public static PieceCommitment of(PieceCid v2) {
    PaddedPieceSize size =
        v2.size().orElseThrow(() -> new PieceSizeException("piece CID " + v2 + " carries no size"));
    return new PieceCommitment(v2.root(), size, v2.rawSize().orElseThrow());
  }

  /** A copy of the root. */
  @Override
  public byte[] root() {
    return root.clone();
  }

  /** The CID that deals and the chain use; carries no size. */
  public PieceCid v1() {
    return PieceCid.v1(root);
  }

  /** The CID of FRC-0069; carries the piece size and the payload size. */
  public PieceCid v2() {
    return rawSize < Fr32.RAW_QUAD ? PieceCid.v2OfSmall(root, rawSize) : PieceCid.v2(root, rawSize);
  }

  /**
   * The commitment of the same data followed by zeros up to a larger piece. No data is needed.
   *
   * <p>The payload then is the zero-extended one, {@code target.unpadded()}: the second form of a
   * piece CID cannot express a payload that fills less than half of its piece, and a provider must
   * be given that many bytes.
   *
   * @throws PieceSizeException if the target is smaller than this piece
   */
  public PieceCommitment padTo(PaddedPieceSize target) {
    if (target.equals(size)) {
      return this;
    }
    if (target.compareTo(size) < 0) {
      throw new PieceSizeException(
          "piece is %s bytes and cannot be padded to %s".formatted(size, target));
    }
    TreeHasher hasher = new TreeHasher();
    byte[] node = root;
    for (int level = size.height(); level < target.height(); level++) {
      node = hasher.node(node, TreeHasher.zero(level));
    }
    return new PieceCommitment(node, target, target.unpadded());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PieceCommitment that
        && Arrays.equals(root, that.root)
        && size.equals(that.size)
        && rawSize == that.rawSize;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(root) + Long.hashCode(rawSize);
  }

  @Override
  public String toString() {
    return "%s (%d bytes in a piece of %s)".formatted(v1(), rawSize, size);
  }
}
