package io.filstore.devnet.provider;

import java.util.List;

/** What an MK20 provider makes of a proposal. */
sealed interface Verdict {

  /** Everything fits. */
  record Fits(Terms.Ddo terms, long rawSize, List<Source> sources) implements Verdict {}

  /**
   * It does not.
   *
   * @param status Curio's result code, which is the HTTP status; not all are standard
   */
  record Refused(int status, String reason) implements Verdict {}
}
