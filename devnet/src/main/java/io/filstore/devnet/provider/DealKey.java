package io.filstore.devnet.provider;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.piece.PieceCid;
import java.util.Optional;

/**
 * By what a fault finds a deal.
 *
 * @param id ULID or UUID
 * @param piece piece CID, version 1, or empty when a proposal names none that could be read
 */
record DealKey(String id, Optional<Cid> piece) {

  static DealKey of(StoredDeal deal) {
    return new DealKey(deal.id(), Optional.of(deal.terms().piece()));
  }

  /** Whether the fault may happen to this deal. */
  boolean isMeantBy(Fault fault) {
    return fault.deal().isEmpty()
        || fault.deal().equalsIgnoreCase(id)
        || (piece.isPresent() && piece(fault.deal()).equals(piece));
  }

  /** The piece CID (version 1) that a text is, of either version. */
  static Optional<Cid> piece(String text) {
    try {
      return Optional.of(PieceCid.parse(text).v1());
    } catch (FormatException e) {
      return Optional.empty();
    }
  }
}
