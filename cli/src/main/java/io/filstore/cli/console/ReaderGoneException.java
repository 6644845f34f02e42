package io.filstore.cli.console;

import java.io.IOException;

/** Whoever read the standard output has stopped reading; nothing is wrong, but nobody listens. */
public final class ReaderGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  ReaderGoneException(IOException cause) {
    super("nobody reads the standard output any more", cause);
  }
}
