package io.filstore.db.deal;

import io.filstore.db.chain.Network;
import io.filstore.filecoin.Epoch;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A deal as the API and the event log show it (snake case in JSON). */
public record DealView(
    String id,
    String pieceCid,
    String provider,
    String client,
    String product,
    boolean verified,
    int attempt,
    String state,
    @Nullable Cause cause,
    @Nullable String finality,
    long durationEpochs,
    @Nullable At start,
    @Nullable At end,
    Amount pricePerEpoch,
    Amount providerCollateral,
    Amount clientCollateral,
    @Nullable Long allocationId,
    @Nullable At allocationExpiration,
    @Nullable String proposalCid,
    @Nullable String proposalKey,
    @Nullable String providerStatus,
    @Nullable Long chainDealId,
    @Nullable String publishMessage,
    @Nullable Long sector,
    @Nullable At active,
    Instant createdAt,
    Instant updatedAt) {

  /** Why a deal is where it is. */
  public record Cause(String code, @Nullable String text) {}

  /** A chain height and, once the network's clock is known, its time. */
  public record At(long epoch, @Nullable Instant time) {}

  /** A token amount in its smallest unit. */
  public record Amount(String value, String unit) {}

  /** Shows a row; times are given when the network's clock is known. */
  public static DealView of(Deal deal, Optional<Network> network) {
    return new DealView(
        deal.id(),
        deal.pieceCid(),
        deal.provider(),
        deal.wallet(),
        deal.product(),
        deal.verified(),
        deal.attempt(),
        deal.state().word(),
        deal.causeCode() == null ? null : new Cause(deal.causeCode(), deal.causeText()),
        deal.finality(),
        deal.durationEpochs(),
        at(deal.startEpoch(), network),
        at(deal.endEpoch(), network),
        new Amount(deal.pricePerEpoch().toString(), "attoFIL"),
        new Amount(deal.providerCollateral().toString(), "attoFIL"),
        new Amount(deal.clientCollateral().toString(), "attoFIL"),
        deal.allocationId(),
        at(deal.allocationExpiration(), network),
        deal.proposalCid(),
        deal.proposalKey(),
        deal.providerStatus(),
        deal.chainDealId(),
        deal.publishMessage(),
        deal.sector(),
        at(deal.activeEpoch(), network),
        deal.createdAt(),
        deal.updatedAt());
  }

  /** A chain height with its time, where the network's clock is known. */
  public static @Nullable At at(@Nullable Long epoch, Optional<Network> network) {
    if (epoch == null) {
      return null;
    }
    return new At(epoch, network.map(known -> known.clock().timeOf(new Epoch(epoch))).orElse(null));
  }
}
