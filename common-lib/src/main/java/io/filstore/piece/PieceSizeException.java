package io.filstore.piece;

/** A size that no piece can have; the message carries the size and the bounds. */
public final class PieceSizeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  PieceSizeException(String message) {
    super(message);
  }
}
