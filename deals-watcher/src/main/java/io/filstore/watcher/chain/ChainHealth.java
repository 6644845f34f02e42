package io.filstore.watcher.chain;

import io.filstore.client.chain.ChainEndpoint;
import io.filstore.client.chain.ChainEndpoints;
import io.filstore.client.chain.ChainSubscription;
import io.filstore.db.chain.Network;
import io.filstore.db.chain.Networks;
import io.filstore.watcher.chain.ChainStatus.Outage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * The health detail {@code chain}: head and finalized epoch, the head's age in seconds, how each
 * endpoint is doing, which of them tell their heads, what they disagree about, and an outage with
 * its reason. A stale chain does not make this service unready: it serves what is known.
 */
final class ChainHealth implements HealthIndicator {
  private static final Status STALE = new Status("STALE");

  private final Networks networks;
  private final ChainStatus status;
  private final Agreement agreement;
  private final ChainEndpoints endpoints;
  private final ChainNews news;
  private final ChainProperties properties;
  private final Clock clock;

  ChainHealth(
      Networks networks,
      ChainStatus status,
      Agreement agreement,
      ChainEndpoints endpoints,
      ChainNews news,
      ChainProperties properties,
      Clock clock) {
    this.networks = networks;
    this.status = status;
    this.agreement = agreement;
    this.endpoints = endpoints;
    this.news = news;
    this.properties = properties;
    this.clock = clock;
  }

  @Override
  public Health health() {
    Health.Builder health = Health.unknown();
    Optional<Network> network = networks.current();
    network.ifPresent(row -> describe(row, health));
    Outage outage = status.outage();
    if (outage != null) {
      health
          .status(STALE)
          .withDetail("outage", outage.why())
          .withDetail("outage_since", outage.since().toString());
    }
    List<String> disagreements = agreement.disagreements();
    if (!disagreements.isEmpty()) {
      health.status(STALE).withDetail("disagreements", disagreements);
    }
    health.withDetail("endpoints", endpoints.states().stream().map(ChainHealth::line).toList());
    health.withDetail("heads", news.states().stream().map(ChainHealth::line).toList());
    return health.build();
  }

  private static String line(ChainEndpoint.State endpoint) {
    Instant restsUntil = endpoint.restsUntil();
    return endpoint.name()
        + (endpoint.problem() == null ? ": ok" : ": " + endpoint.problem())
        + (restsUntil == null ? "" : ", asked again at " + restsUntil);
  }

  private static String line(ChainSubscription.State heads) {
    String problem = heads.problem();
    return heads.name()
        + (heads.told() ? ": told over WebSocket" : ": polled")
        + (problem == null ? "" : ", " + problem);
  }

  private void describe(Network row, Health.Builder health) {
    long age = age(row).toSeconds();
    boolean stale = age(row).compareTo(properties.staleAfter(row.clock().blockDelay())) > 0;
    health
        .status(stale ? STALE : Status.UP)
        .withDetail("network", row.name())
        .withDetail("head_epoch", row.headEpoch())
        .withDetail("finalized_epoch", row.finalizedEpoch())
        .withDetail("head_age_s", age);
  }

  /** Since the head was seen to be the head; in a long null run the head itself is older. */
  private Duration age(Network row) {
    return Duration.between(row.observedAt(), clock.instant());
  }
}
