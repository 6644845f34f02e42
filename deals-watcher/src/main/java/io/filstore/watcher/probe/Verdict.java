package io.filstore.watcher.probe;

import java.time.Duration;

/** What came of fetching one block from a provider. */
sealed interface Verdict {

  /**
   * The block is the one that was packed.
   *
   * @param bytes of the section that was read
   * @param firstByte time from the request to the first byte of the answer
   */
  record Good(long bytes, Duration firstByte) implements Verdict {}

  /**
   * It is not, or there was no answer.
   *
   * @param code {@code unreachable}, {@code http_error} or {@code wrong_bytes}
   */
  record Bad(String code, String text) implements Verdict {}
}
