package io.filstore.watcher.chain;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the endpoint could be used at the last poll; an outage is logged when it begins and when
 * it ends.
 */
public final class ChainStatus {
  private static final Logger LOG = LoggerFactory.getLogger(ChainStatus.class);

  /** An outage that goes on. */
  public record Outage(String why, Instant since) {}

  private final String endpoint;
  private final Clock clock;
  private volatile @Nullable Outage outage;

  public ChainStatus(String endpoint, Clock clock) {
    this.endpoint = endpoint;
    this.clock = clock;
  }

  public @Nullable Outage outage() {
    return outage;
  }

  public void usable() {
    Outage ended = outage;
    if (ended != null) {
      outage = null;
      LOG.info(
          "the chain endpoint {} can be used again after {} s",
          endpoint,
          Duration.between(ended.since(), clock.instant()).toSeconds());
    }
  }

  public void unusable(String why) {
    Outage before = outage;
    if (before == null) {
      LOG.warn("the chain endpoint {} cannot be used, deals stay as they are: {}", endpoint, why);
    }
    outage = new Outage(why, before == null ? clock.instant() : before.since());
  }
}
