package io.filstore.scheduler.datacap;

import io.filstore.client.chain.Chain;
import io.filstore.db.deal.DatacapLedger;
import io.filstore.filecoin.FilAddress;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A wallet's DataCap in one look. */
public final class DatacapOverview {

  private static final int SHOWN = 100;

  private final Chain chain;
  private final DatacapLedger ledger;
  private final Allocations allocations;
  private final Burn burn;

  DatacapOverview(Chain chain, DatacapLedger ledger, Allocations allocations, Burn burn) {
    this.chain = chain;
    this.ledger = ledger;
    this.allocations = allocations;
    this.burn = burn;
  }

  /**
   * Bytes throughout.
   *
   * @param onChain what the wallet holds; what is in allocations is no longer in it
   * @param reserved for deals whose allocation or publication is still to come
   * @param spendable on chain - reserved
   * @param spent what our deals have taken so far
   * @param pending in allocations that can still be claimed, next to expire first
   * @param claimed by providers for our deals: used for good
   * @param reclaimable in expired allocations
   */
  public record Overview(
      String wallet,
      BigInteger onChain,
      long reserved,
      BigInteger spendable,
      long spent,
      Group pending,
      Total claimed,
      Total reclaimable,
      Forecast forecast) {}

  /** A sum of padded sizes, and of how many. */
  public record Total(long bytes, long count) {}

  /**
   * Allocations with the next ones of them.
   *
   * @param next the first hundred
   */
  public record Group(long bytes, long count, List<AllocationView> next) {}

  /**
   * What becomes of it at the present pace.
   *
   * @param burnOfWeek over the last 7 days
   * @param burnOfMonth over the last 30 days
   * @param exhaustedAt when the spendable bytes are gone; absent while nothing is spent
   * @param basis which of the two rates it is made of: {@code 7d} from three samples on, else
   *     {@code 30d}
   * @param samples number of spends behind that rate
   */
  public record Forecast(
      Burn.Rate burnOfWeek,
      Burn.Rate burnOfMonth,
      @Nullable Instant exhaustedAt,
      String basis,
      long samples) {}

  /** What there is now, as chain and ledger say. */
  public Overview of(String wallet) {
    List<AllocationView> unclaimed = allocations.unclaimed(wallet);
    BigInteger onChain =
        chain.verifiedClientStatus(FilAddress.parse(wallet)).orElse(BigInteger.ZERO);
    long reserved = ledger.reserved(wallet);
    BigInteger spendable = onChain.subtract(BigInteger.valueOf(reserved)).max(BigInteger.ZERO);
    List<AllocationView> pending = of(unclaimed, "pending");
    return new Overview(
        wallet,
        onChain,
        reserved,
        spendable,
        ledger.spent(wallet),
        new Group(bytes(pending), pending.size(), pending.stream().limit(SHOWN).toList()),
        total(allocations.claimed(wallet).toList()),
        total(of(unclaimed, "expired")),
        forecast(wallet, spendable));
  }

  /** Bytes that are on chain and not reserved. */
  public BigInteger spendable(String wallet) {
    BigInteger onChain =
        chain.verifiedClientStatus(FilAddress.parse(wallet)).orElse(BigInteger.ZERO);
    return onChain.subtract(BigInteger.valueOf(ledger.reserved(wallet))).max(BigInteger.ZERO);
  }

  /** What becomes of so many bytes at the present pace. */
  public Forecast forecast(String wallet, BigInteger spendable) {
    Burn.Rate week = burn.over(wallet, Duration.ofDays(7));
    Burn.Rate month = burn.over(wallet, Duration.ofDays(30));
    boolean enough = week.samples() >= 3;
    Burn.Rate basis = enough ? week : month;
    return new Forecast(
        week,
        month,
        burn.exhausted(spendable, basis).orElse(null),
        enough ? "7d" : "30d",
        basis.samples());
  }

  private static List<AllocationView> of(List<AllocationView> all, String state) {
    return all.stream()
        .filter(one -> one.state().equals(state))
        .sorted((a, b) -> Long.compare(last(a), last(b)))
        .toList();
  }

  private static long last(AllocationView one) {
    AllocationView.At at = one.expiration();
    return at == null ? Long.MAX_VALUE : at.epoch();
  }

  private static Total total(List<AllocationView> all) {
    return new Total(bytes(all), all.size());
  }

  private static long bytes(List<AllocationView> all) {
    return all.stream().mapToLong(AllocationView::size).sum();
  }
}
