package io.filstore.client.deal;

import static io.filstore.client.deal.Remedy.ALREADY_HELD;
import static io.filstore.client.deal.Remedy.FIX_AND_RETRY;
import static io.filstore.client.deal.Remedy.GIVE_UP;
import static io.filstore.client.deal.Remedy.RETRY_ELSEWHERE;
import static io.filstore.client.deal.Remedy.RETRY_LATER;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a provider refuses or gives up, and what the client can do about it. */
public enum RejectionCause {
  PRICE_BELOW_ASK(FIX_AND_RETRY),
  START_EPOCH_OUT_OF_RANGE(FIX_AND_RETRY),
  COLLATERAL_OUT_OF_RANGE(FIX_AND_RETRY),
  /** The duration is policy: it is not changed to please one provider. */
  DURATION_OUT_OF_RANGE(RETRY_ELSEWHERE),
  PIECE_TOO_SMALL(RETRY_ELSEWHERE),
  PIECE_TOO_LARGE(RETRY_ELSEWHERE),
  /** The proposal's piece size is not that of its CAR. */
  PIECE_SIZE_MISMATCH(GIVE_UP),
  SIGNATURE_INVALID(GIVE_UP),
  PROPOSAL_INVALID(GIVE_UP),
  CLIENT_NOT_ALLOWED(RETRY_ELSEWHERE),
  /** The provider's node does not know the client's account yet. */
  CLIENT_NOT_ON_CHAIN(RETRY_LATER),
  DATACAP_INSUFFICIENT(RETRY_LATER),
  FUNDS_INSUFFICIENT(RETRY_LATER),
  /** The provider's node does not see the allocation yet, or it is claimed. */
  ALLOCATION_UNKNOWN(RETRY_LATER),
  /** The allocation is for another provider, piece, term or time. */
  ALLOCATION_UNFIT(RETRY_ELSEWHERE),
  VERIFIED_DEALS_UNAVAILABLE(GIVE_UP),
  OVERLOADED(RETRY_LATER),
  /** A fault of the provider or its node. */
  PROVIDER_ERROR(RETRY_LATER),
  /** Not the miner that is meant, or none of this server's. */
  WRONG_PROVIDER(RETRY_ELSEWHERE),
  UNSUPPORTED_PROTOCOL(RETRY_ELSEWHERE),
  UNSUPPORTED_PRODUCT(RETRY_ELSEWHERE),
  /** The way the data would arrive: online, offline, http. */
  UNSUPPORTED_SOURCE(RETRY_ELSEWHERE),
  MARKET_REFUSED(RETRY_ELSEWHERE),
  DUPLICATE(ALREADY_HELD),
  COMMP_MISMATCH(RETRY_ELSEWHERE),
  DOWNLOAD_FAILED(RETRY_ELSEWHERE),
  /** The chain does not show what the provider should have done in time. */
  NOT_ACTIVATED_IN_TIME(RETRY_ELSEWHERE),
  /** Words that nobody knows: the provider's own filter. */
  PROVIDER_REFUSED(RETRY_ELSEWHERE);

  private final Remedy remedy;

  RejectionCause(Remedy remedy) {
    this.remedy = remedy;
  }

  public Remedy remedy() {
    return remedy;
  }

  /** The stable code in the database, in events and in the API. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The cause with this code; empty for a code that is none of these. */
  public static Optional<RejectionCause> of(@Nullable String code) {
    return Arrays.stream(values()).filter(cause -> cause.code().equals(code)).findFirst();
  }
}
