package io.filstore.scheduler.wallet;

import java.util.Locale;

/** What a wallet may be needed for. */
public enum Ability {
  /** Sign messages to the chain: allocations, money into escrow, taking DataCap back. */
  SIGN_MESSAGES,
  /** Be the client of an f05 deal, whose proposal it signs (mk12). */
  CLIENT_OF_F05_DEALS,
  /** Make the allocation of a verified ddo deal, and be its client. */
  ALLOCATE_DATACAP,
  /** Sign requests to providers, which tell a deal's status only to its client. */
  SIGN_PROVIDER_REQUESTS;

  /** In the API. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
