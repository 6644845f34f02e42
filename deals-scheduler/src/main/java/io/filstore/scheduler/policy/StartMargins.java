package io.filstore.scheduler.policy;

import io.filstore.db.chain.Network;
import io.filstore.db.chain.Networks;
import io.filstore.db.chain.Standing;
import io.filstore.db.chain.Standings;
import io.filstore.db.chain.TrackRecord;
import io.filstore.db.deal.Deal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How far ahead of the head a deal at a provider has to start: as long as its slowest tenth of
 * deals took from offer to proof and a quarter more, once enough of them are known, and never less
 * than the settings say.
 */
public final class StartMargins {
  static final long ENOUGH_SAMPLES = 5;

  /** Twenty days: a provider that always uses all the time that it is given gets no more. */
  static final long MOST_EPOCHS = 57_600;

  private final PolicyProperties settings;
  private final Standings standings;
  private final Networks networks;
  private final Clock clock;

  StartMargins(PolicyProperties settings, Standings standings, Networks networks, Clock clock) {
    this.settings = settings;
    this.standings = standings;
    this.networks = networks;
    this.clock = clock;
  }

  /** Epochs from the head to the start of a deal at the provider. */
  public long at(String provider) {
    Standing standing =
        standings
            .of(List.of(provider), clock.instant())
            .getOrDefault(provider, Standing.unknown(provider));
    return margin(standing.record(), networks.current(), settings.startMarginEpochs());
  }

  /** Epochs from the head until which an allocation for the provider has to be claimed. */
  public long toClaim(String provider) {
    return Math.max(settings.allocationExpirationEpochs(), at(provider));
  }

  /** The same for a deal whose provider may have told how long it takes to seal it. */
  public long at(Deal deal) {
    return at(deal.provider()) + sealing(deal);
  }

  /**
   * Epochs from the head until which the allocation of the deal has to be claimed: longer than its
   * start is ahead.
   */
  public long toClaim(Deal deal) {
    long usual = toClaim(deal.provider());
    return sealing(deal) == 0
        ? usual
        : Math.clamp(
            at(deal) + PolicyProperties.MIN_ALLOCATION_EXPIRATION,
            usual,
            PolicyProperties.MAX_ALLOCATION_EXPIRATION);
  }

  private static long sealing(Deal deal) {
    Long epochs = deal.sealingEpochs();
    return epochs == null ? 0 : epochs;
  }

  static long margin(TrackRecord record, Optional<Network> network, long least) {
    Duration slow = record.slowTimeToActive();
    if (slow == null || network.isEmpty() || record.activated() < ENOUGH_SAMPLES) {
      return least;
    }
    double epochs = 1.25 * slow.toMillis() / network.get().clock().blockDelay().toMillis();
    return Math.max(least, Math.min(MOST_EPOCHS, (long) Math.ceil(epochs)));
  }
}
