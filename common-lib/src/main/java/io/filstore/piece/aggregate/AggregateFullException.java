package io.filstore.piece.aggregate;

/** Pieces that do not fit into the aggregate asked for; the message carries the numbers. */
public final class AggregateFullException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  AggregateFullException(String message) {
    super(message);
  }
}
