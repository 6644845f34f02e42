package io.filstore.filecoin.mk20;

import io.filstore.multiformats.FormatException;

/** An Authorization header that does not show who asks; the answer to it is 401. */
public final class CurioAuthException extends FormatException {

  private static final long serialVersionUID = 1L;

  CurioAuthException(String message) {
    super(message);
  }

  CurioAuthException(String message, Throwable cause) {
    super(message, cause);
  }
}
