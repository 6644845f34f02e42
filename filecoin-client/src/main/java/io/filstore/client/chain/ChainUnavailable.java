package io.filstore.client.chain;

import org.jspecify.annotations.Nullable;

/** Nobody answered, or not the peer one expects: the same question may succeed later. */
public final class ChainUnavailable extends ChainException {

  private static final long serialVersionUID = 1L;

  public ChainUnavailable(String message) {
    super(message, null);
  }

  public ChainUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
