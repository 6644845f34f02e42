package io.filstore.scheduler.progress;

import org.jspecify.annotations.Nullable;

/**
 * The stable codes that this service writes beside a deal's state. What providers refuse has the
 * codes of {@link io.filstore.client.deal.RejectionCause}.
 */
public final class Causes {

  /** Blocked: no provider takes the piece on our terms. */
  public static final String NO_ELIGIBLE_PROVIDER = "no_eligible_provider";

  /** Blocked: not enough DataCap. */
  public static final String DATACAP = "datacap";

  /** Blocked: the wallet cannot pay. */
  public static final String FUNDS = "funds";

  /** Blocked: deals may not spend DataCap, or not for long enough. */
  public static final String VERIFIED_DEALS_UNAVAILABLE = "verified_deals_unavailable";

  /** Blocked: a spending limit of the wallet is reached. */
  public static final String BUDGET_EXCEEDED = "budget_exceeded";

  /** Blocked: nothing here signs for the deal's wallet, or not for such a deal. */
  public static final String WALLET_CANNOT = "wallet_cannot";

  /** Blocked: the node says that our message would fail, or does not take it. */
  public static final String MESSAGE_REFUSED = "message_refused";

  /** Blocked, and rejected when patience ends: the provider does not answer. */
  public static final String PROVIDER_UNREACHABLE = "provider_unreachable";

  /** Beside whatever state the deal is in: the chain endpoint is away or behind. */
  public static final String CHAIN_UNAVAILABLE = "chain_unavailable";

  /** Failed: the message was executed with an error. */
  public static final String MESSAGE_FAILED = "message_failed";

  /** Failed: another message took the nonce of ours, which can never run. */
  public static final String MESSAGE_LOST = "message_lost";

  /**
   * Beside whatever state the deal is in: the step failed in a way nobody foresaw and is repeated.
   */
  public static final String INTERNAL = "internal_error";

  /** Failed: another provider took the piece instead. */
  public static final String REPLACED = "replaced";

  /** Lapsed: the offer's last epoch passed before the provider accepted. */
  public static final String OFFER_EXPIRED = "offer_expired";

  private Causes() {}

  /** Whether the code stands beside a state only until the next step that succeeds. */
  public static boolean passing(@Nullable String code) {
    return CHAIN_UNAVAILABLE.equals(code) || INTERNAL.equals(code);
  }
}
