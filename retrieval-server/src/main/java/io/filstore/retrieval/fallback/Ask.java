package io.filstore.retrieval.fallback;

import io.filstore.car.CarIndex;

/** One way to ask a source for a block. */
sealed interface Ask {

  Source source();

  /** {@code GET /piece/{piece CID}} with the range of the block's bytes. */
  record PartOfPiece(Source.Provider source, CarIndex.Location where) implements Ask {}

  /** {@code GET /ipfs/{cid}?format=raw}. */
  record Block(Source source) implements Ask {}
}
