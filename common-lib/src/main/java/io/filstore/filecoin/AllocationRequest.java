package io.filstore.filecoin;

import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PaddedPieceSize;

/**
 * A client's wish to spend DataCap on a piece at a provider (go-state-types builtin/v19/verifreg).
 *
 * @param provider actor id of the miner
 * @param data piece CID, version 1
 * @param size padded
 * @param termMin shortest time the provider must keep the piece, epochs
 * @param termMax longest time the DataCap counts, epochs; a sector that lives longer cannot claim
 * @param expiration last epoch in which the provider can claim
 */
public record AllocationRequest(
    long provider, Cid data, PaddedPieceSize size, long termMin, long termMax, Epoch expiration) {

  private static final int FIELDS = 6;

  static AllocationRequest read(CborReader in) {
    in.array(FIELDS);
    return new AllocationRequest(
        in.uint(),
        in.link(),
        ChainCbor.pieceSize(in),
        in.integer(),
        in.integer(),
        ChainCbor.epoch(in));
  }

  void write(CborWriter out) {
    out.array(FIELDS)
        .uint(provider)
        .link(data)
        .uint(size.bytes())
        .integer(termMin)
        .integer(termMax)
        .integer(expiration.value());
  }
}
