package io.filstore.client.chain;

import org.jspecify.annotations.Nullable;

/** The chain gave no answer that could be used. */
public abstract sealed class ChainException extends RuntimeException
    permits ChainUnavailable, ChainError {

  private static final long serialVersionUID = 1L;

  ChainException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
