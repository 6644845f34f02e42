package io.filstore.retrieval.outside;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of a call. */
public sealed interface Reply {

  /**
   * An answer of status 200 or 206 that ended as it said it would.
   *
   * @param contentType as sent, empty when there is none
   * @param contentRange as sent, empty when there is none
   * @param cacheControl as sent, empty when there is none
   */
  record Body(
      int status, String contentType, String contentRange, String cacheControl, byte[] bytes)
      implements Reply {}

  /**
   * No such answer.
   *
   * @param retryAfter when the server wants to be asked again; null when it did not say
   * @param cacheControl as sent, empty when there is none
   */
  record Failed(Fault fault, @Nullable Duration retryAfter, String cacheControl) implements Reply {}

  static Failed failed(Fault fault) {
    return new Failed(fault, null, "");
  }
}
