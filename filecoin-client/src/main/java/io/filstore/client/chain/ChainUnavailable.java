package io.filstore.client.chain;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Nobody answered, or not the peer one expects: the same question may succeed later. */
public final class ChainUnavailable extends ChainException {

  private static final long serialVersionUID = 1L;

  private final @Nullable Duration retryAfter;

  public ChainUnavailable(String message) {
    this(message, (Throwable) null);
  }

  public ChainUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.retryAfter = null;
  }

  /** The peer wants to be left alone for that time. */
  public ChainUnavailable(String message, Duration retryAfter) {
    super(message, null);
    this.retryAfter = retryAfter;
  }

  /** How long the peer wants to be left alone; null when it did not say. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
