package io.filstore.piece.aggregate;

import io.filstore.piece.CommP;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCid;
import io.filstore.piece.PieceCommitment;
import java.util.Random;

/** Pieces for the tests of this package. */
final class Pieces {

  /** The three pieces of the vector "minimum index: 4 entries, 4 KiB aggregate". */
  static final String[] SMALL = {
    "bafkzcibcaabmu2enfqpqm6muekognpema5scbggddc6y3u7s3mwfdlulwhnhoiq",
    "bafkzcibcaab5nj3xzxept4dlofilzhu7j753ya4usscgr2p65sm2smlpcewhemy",
    "bafkzcibcbacgjf4qgpatkvaf27fayxtl7tmuq7khjswtk72e4e5penzn3mm5sgi"
  };

  private Pieces() {}

  static PieceCommitment of(String v2) {
    return PieceCommitment.of(PieceCid.parse(v2));
  }

  static PieceCommitment of(byte[] payload) {
    CommP commP = new CommP();
    commP.update(payload, 0, payload.length);
    return commP.finish();
  }

  /** A piece that nobody has the bytes of. */
  static PieceCommitment random(Random random, PaddedPieceSize size) {
    byte[] root = new byte[32];
    random.nextBytes(root);
    root[31] &= 0x3f;
    return PieceCommitment.whole(root, size);
  }

  static PaddedPieceSize size(long bytes) {
    return new PaddedPieceSize(bytes);
  }
}
