package io.filstore.watcher.eventfeed;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The live event feed.
 *
 * @param maxClients WATCHER_FEED_CLIENTS; connections beyond it are closed with 4429
 * @param poll how often a client's feeder reads the log when no notification comes
 * @param ping how often a client is pinged
 * @param silence after how long without any sign of life a client is dropped
 */
@ConfigurationProperties("watcher.event-feed")
record EventFeedProperties(
    @DefaultValue("64") int maxClients,
    @DefaultValue("1s") Duration poll,
    @DefaultValue("25s") Duration ping,
    @DefaultValue("60s") Duration silence) {

  EventFeedProperties {
    if (maxClients < 1) {
      throw new IllegalArgumentException(
          "WATCHER_FEED_CLIENTS is " + maxClients + ", it must be at least 1");
    }
  }

  EventFeeder.Timing timing() {
    return new EventFeeder.Timing(poll, ping, silence);
  }
}
