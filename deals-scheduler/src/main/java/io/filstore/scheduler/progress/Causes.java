package io.filstore.scheduler.progress;

import io.filstore.client.deal.RejectionCause;
import java.util.Locale;

/** The stable codes that this service writes beside a deal's state. */
public final class Causes {

  /** Blocked: no provider takes the piece on our terms. */
  public static final String NO_ELIGIBLE_PROVIDER = "no_eligible_provider";

  /** Blocked: not enough DataCap. */
  public static final String DATACAP = "datacap";

  /** Blocked: the wallet cannot pay. */
  public static final String FUNDS = "funds";

  /** Blocked: the node says that our message would fail. */
  public static final String MESSAGE_REFUSED = "message_refused";

  /** Blocked, and rejected when patience ends: the provider does not answer. */
  public static final String PROVIDER_UNREACHABLE = "provider_unreachable";

  /** Blocked: the provider is overloaded; rejected when patience ends. */
  public static final String PROVIDER_BUSY = "provider_busy";

  /** Beside whatever state the deal is in: the chain endpoint is away or behind. */
  public static final String CHAIN_UNAVAILABLE = "chain_unavailable";

  /** Failed: the message was executed with an error. */
  public static final String MESSAGE_FAILED = "message_failed";

  /** Failed: another provider took the piece instead. */
  public static final String REPLACED = "replaced";

  /** Lapsed: the offer's last epoch passed before the provider accepted. */
  public static final String OFFER_EXPIRED = "offer_expired";

  private Causes() {}

  /** Rejected: by the provider, in one of the classes of {@link RejectionCause}. */
  public static String refused(RejectionCause cause) {
    return "provider_refused_" + cause.name().toLowerCase(Locale.ROOT);
  }
}
