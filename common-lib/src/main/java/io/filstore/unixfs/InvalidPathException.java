package io.filstore.unixfs;

import io.filstore.multiformats.FormatException;

/** A name or path that may not stand in a tree, or stands there twice. */
public final class InvalidPathException extends FormatException {
  private static final long serialVersionUID = 1L;

  public InvalidPathException(String message) {
    super(message);
  }
}
