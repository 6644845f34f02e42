package io.filstore.db.deal;

import java.util.Locale;

/** Who brought a change of a deal about. */
public enum Actor {
  /** Our own policy and clock. */
  SCHEDULER,
  /** The storage provider, by an answer or a status. */
  PROVIDER,
  /** What the chain shows. */
  CHAIN,
  /** Somebody who asked for it over the API. */
  USER;

  /** The word in events and in the API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
