package io.filstore.scheduler.message;

import java.util.Locale;

/** What a message is for. */
public enum Purpose {
  /** DataCap set aside for a deal. */
  ALLOCATE,
  /** Money put into the market's escrow for a deal. */
  ADD_BALANCE;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
