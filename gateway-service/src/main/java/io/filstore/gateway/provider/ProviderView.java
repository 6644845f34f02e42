package io.filstore.gateway.provider;

import io.filstore.db.chain.ProbeRecord;
import io.filstore.db.chain.Provider;
import io.filstore.db.chain.ProviderChoice;
import io.filstore.db.chain.Standing;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A provider as the API shows it (snake case in JSON). Sizes in padded bytes.
 *
 * @param lastError why it is not reachable, in its or the chain's words
 * @param choice what an operator said of it while the system runs; absent: as in the settings
 * @param openBytes of our open deals there
 * @param pending open deals that are not active yet
 */
record ProviderView(
    String id,
    @Nullable String owner,
    List<String> products,
    @Nullable Price ask,
    @Nullable Price verifiedAsk,
    @Nullable Long minPieceSize,
    @Nullable Long maxPieceSize,
    @Nullable Long sectorSize,
    boolean reachable,
    @Nullable String lastError,
    @Nullable Instant checkedAt,
    long openBytes,
    long pending,
    @Nullable Choice choice,
    @Nullable Quarantine quarantine,
    ReliabilityView reliability) {

  /** attoFIL per GiB and epoch. */
  record Price(String value, String unit) {
    static @Nullable Price of(@Nullable BigInteger atto) {
      return atto == null ? null : new Price(atto.toString(), "attoFIL/GiB/epoch");
    }
  }

  record Quarantine(Instant until, String reason) {}

  /**
   * An operator's word.
   *
   * @param choice {@code allowed} beside the providers of the settings, or {@code denied}
   */
  record Choice(String choice, @Nullable String note, Instant since) {
    static @Nullable Choice of(@Nullable ProviderChoice row) {
      return row == null
          ? null
          : new Choice(row.allowed() ? "allowed" : "denied", row.note(), row.changedAt());
    }
  }

  static ProviderView of(
      Provider provider,
      Standing standing,
      ProbeRecord probes,
      @Nullable ProviderChoice choice,
      Instant now) {
    return new ProviderView(
        provider.id(),
        standing.owner(),
        provider.products(),
        Price.of(provider.askPriceAtto()),
        Price.of(provider.askVerifiedPriceAtto()),
        provider.minPieceSize(),
        provider.maxPieceSize(),
        provider.sectorSize(),
        provider.reachable(),
        provider.lastError(),
        provider.checkedAt(),
        standing.openBytes(),
        standing.pending(),
        Choice.of(choice),
        quarantine(standing, now),
        ReliabilityView.of(standing.record(), probes));
  }

  private static @Nullable Quarantine quarantine(Standing standing, Instant now) {
    Instant until = standing.quarantinedUntil();
    return until == null || !standing.quarantined(now)
        ? null
        : new Quarantine(until, String.valueOf(standing.quarantineReason()));
  }
}
