package io.filstore.scheduler.message;

import java.util.Locale;

/** What a message is for. */
public enum Purpose {
  /** DataCap set aside for a deal. */
  ALLOCATE,
  /**
   * Money put into the market's escrow for a deal. One at a time, because the amount follows from
   * the escrow as it is.
   */
  ADD_BALANCE,
  /** Expired allocations removed, so that their DataCap comes back. */
  RECLAIM;

  /** Whether a wallet signs the next only when the one before is settled. */
  boolean oneAtATime() {
    return this == ADD_BALANCE;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
