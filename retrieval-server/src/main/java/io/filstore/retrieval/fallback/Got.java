package io.filstore.retrieval.fallback;

import io.filstore.retrieval.outside.Fault;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of asking one source. */
sealed interface Got {

  /** The block; its hash is right. */
  record Block(byte[] bytes) implements Got {}

  /**
   * None.
   *
   * @param retryAfter when the source wants to be asked again; null when it did not say
   */
  record Nothing(Fault fault, @Nullable Duration retryAfter) implements Got {}

  static Nothing nothing(Fault fault) {
    return new Nothing(fault, null);
  }
}
