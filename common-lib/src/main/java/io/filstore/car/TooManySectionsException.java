package io.filstore.car;

import io.filstore.multiformats.FormatException;

/** An archive has more sections than the reader may remember. */
public final class TooManySectionsException extends FormatException {
  private static final long serialVersionUID = 1L;

  TooManySectionsException(long remembered) {
    super("more than " + remembered + " sections in one CAR cannot be remembered");
  }
}
