package io.filstore.scheduler.policy;

import io.filstore.db.chain.Network;
import io.filstore.db.chain.Networks;
import io.filstore.db.chain.Standing;
import io.filstore.db.chain.Standings;
import io.filstore.db.chain.TrackRecord;
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

  static long margin(TrackRecord record, Optional<Network> network, long least) {
    Duration slow = record.slowTimeToActive();
    if (slow == null || network.isEmpty() || record.activated() < ENOUGH_SAMPLES) {
      return least;
    }
    double epochs = 1.25 * slow.toMillis() / network.get().clock().blockDelay().toMillis();
    return Math.max(least, Math.min(MOST_EPOCHS, (long) Math.ceil(epochs)));
  }
}
