package io.filstore.dataprep.packing;

import io.filstore.multiformats.Cid;
import io.filstore.piece.PieceCommitment;
import java.util.List;

/**
 * A CAR that lies complete in the CAR store under {@code blobName}.
 *
 * @param root payload CID
 * @param piece commitment over the CAR's bytes; its raw size is the CAR's length
 * @param blocks number of sections, each distinct block once
 * @param profile how the tree was built, as its published name
 */
record PackedCar(
    Cid root,
    PieceCommitment piece,
    long blocks,
    String profile,
    String blobName,
    List<PackedEntry> entries) {

  String pieceCid() {
    return piece.v1().toString();
  }
}
