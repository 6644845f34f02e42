package io.filstore.pack;

/** Everything was to go into one piece and does not fit. */
public final class PieceFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PieceFullException(long limit) {
    super("the CAR outgrows one piece, which holds %d bytes".formatted(limit));
  }
}
