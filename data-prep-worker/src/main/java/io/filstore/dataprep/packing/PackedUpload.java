package io.filstore.dataprep.packing;

import io.filstore.car.CarIntake;
import io.filstore.multiformats.Cid;
import io.filstore.pack.PackedPiece;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An upload whose CARs lie complete in the CAR store.
 *
 * @param root payload CID
 * @param pieces in the order they were filled; the last one holds the root. Content that repeats
 *     itself can make the same piece twice
 * @param profile how the tree was built, as its published name
 * @param car what was taken, when the upload was a CAR already
 */
record PackedUpload(
    Cid root,
    List<PackedPiece> pieces,
    String profile,
    List<PackedEntry> entries,
    @Nullable CarIntake car) {

  PackedPiece last() {
    return pieces.getLast();
  }

  /** Piece CIDs v1. */
  List<String> pieceCids() {
    return pieces.stream().map(PackedUpload::pieceCid).toList();
  }

  /** Piece CID v1, the key of our rows. */
  static String pieceCid(PackedPiece piece) {
    return piece.commitment().v1().toString();
  }
}
