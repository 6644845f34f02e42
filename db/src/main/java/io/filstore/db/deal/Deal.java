package io.filstore.db.deal;

import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code deal}: one attempt to have one piece kept by one provider. Sizes in bytes, prices
 * and collaterals in attoFIL, epochs as chain heights.
 *
 * @param product {@code ddo} (allocation and claim) or {@code mk12} (f05 deal)
 * @param transport on which way its offer reaches the provider: {@code curio}, {@code boost} or
 *     {@code lotus}; fixed with its terms, whatever the settings say later
 * @param proposalBytes exactly what is sent: MK20 deal JSON, MK12 DealParams CBOR, or what one's
 *     own boostd or Lotus node is called with
 * @param proposalKey MK20 identifier (ULID) or MK12 deal UUID
 * @param offeredAt when those bytes were written down
 * @param proposedAt when they were first sent; absent while certainly none arrived
 * @param finality whether the state was seen at {@code head}, is {@code safe} or {@code finalized};
 *     absent before the chain speaks
 * @param offline whether the CAR reaches the provider by hand
 * @param deliveredAt when it was handed over
 * @param unretrievableSince since when probes of the copy fail; absent while it is given back
 * @param faultedSince since when the proof of its sector is missing; absent while it is there
 * @param policyId under which it was planned; absent for the policy of the settings
 * @param renewalDecision {@code redeal} or {@code let_lapse} when that was decided for this copy
 * @param absentLooks how often in a row the chain did not show what it showed before
 * @param unknownSince since when the provider says that it does not know the offer it accepted
 * @param lostAt when it was found to be lost there; absent once the provider has it again
 * @param resends how often the same bytes were sent again after that
 * @param sealingEpochs how long the provider that reserved it says that it takes to seal it
 */
public record Deal(
    String id,
    String pieceCid,
    String provider,
    String wallet,
    String product,
    String transport,
    boolean verified,
    int attempt,
    DealState state,
    @Nullable String causeCode,
    @Nullable String causeText,
    @Nullable String finality,
    long durationEpochs,
    @Nullable Long startEpoch,
    @Nullable Long endEpoch,
    BigInteger pricePerEpoch,
    BigInteger providerCollateral,
    BigInteger clientCollateral,
    @Nullable Long allocationExpiration,
    @Nullable Long allocationId,
    byte @Nullable [] proposalBytes,
    @Nullable String proposalCid,
    @Nullable String proposalKey,
    @Nullable Instant offeredAt,
    @Nullable Instant proposedAt,
    @Nullable String providerStatus,
    @Nullable Long chainDealId,
    @Nullable String publishMessage,
    @Nullable Long sector,
    @Nullable Long activeEpoch,
    int absentLooks,
    @Nullable Instant watchedAt,
    boolean offline,
    @Nullable Instant deliveredAt,
    @Nullable Instant unretrievableSince,
    @Nullable Instant faultedSince,
    @Nullable String policyId,
    @Nullable String renewalDecision,
    @Nullable Instant unknownSince,
    @Nullable Instant lostAt,
    int resends,
    @Nullable Long sealingEpochs,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  /** The cause of a deal whose provider accepted it and knows nothing of it any more. */
  public static final String PROVIDER_FORGOT = "provider_forgot";

  /** The cause of an accepted deal whose CAR is to be brought by hand. */
  public static final String AWAITING_DELIVERY = "awaiting_delivery";

  /** How often a lost offer is sent again at most. */
  public static final int MOST_RESENDS = 3;

  /**
   * The last epoch at which the provider may make the deal active: the allocation's, or the
   * proposal's start; absent while none is set, and for a direct deal without an allocation.
   */
  public @Nullable Long lastEpoch() {
    return product.equals("ddo") ? allocationExpiration : startEpoch;
  }

  /** Whether its provider has it, as far as its own words go, and has not begun to seal it. */
  public boolean isInTransfer() {
    return state == DealState.ACCEPTED || state == DealState.TRANSFERRING;
  }
}
