package io.filstore.retrieval.fallback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.filstore.retrieval.outside.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of the servers asked last. Thread-safe. */
final class HealthBook {
  private static final Logger LOG = LoggerFactory.getLogger(HealthBook.class);

  /** Indexers can name any number of servers. */
  private static final int MOST = 4096;

  private final Cache<String, Known> servers = Caffeine.newBuilder().maximumSize(MOST).build();
  private final FallbackMeters meters;

  HealthBook(FallbackMeters meters) {
    this.meters = meters;
    meters.blocked(this);
  }

  /**
   * A server of the book.
   *
   * @param kind of the source for which it was asked first
   */
  private record Known(String kind, Health health) {}

  Health of(Source source) {
    return servers.get(source.server(), _ -> new Known(source.kind(), new Health())).health;
  }

  /** How many are not asked before an operator says so. */
  long blocked() {
    return servers.asMap().values().stream().filter(one -> one.health.isBlocked()).count();
  }

  /** It gave the block. */
  void answered(Source source, Instant now, Duration took, int bytes) {
    of(source).answered(now, took);
    meters.block(source, bytes, took);
  }

  /**
   * It gave none. Only of a whole block its hash says who is wrong: places in a piece are by our
   * index.
   */
  void failed(Ask ask, Instant now, Got.Nothing nothing) {
    Source source = ask.source();
    Health health = of(source);
    meters.nothing(source, nothing.fault());
    boolean broken = health.failed(now, nothing);
    if (nothing.fault() == Fault.WRONG_BYTES && ask instanceof Ask.Block) {
      broken |= health.block();
      LOG.error(
          "{} sent a block with wrong bytes and is not asked any more until it is reset",
          source.server());
    }
    if (broken) {
      meters.broken(source);
    }
  }

  /** All of them, those that are blocked first. */
  List<SourceHealth> all(Instant now) {
    return servers.asMap().entrySet().stream()
        .map(each -> each.getValue().health.told(each.getKey(), each.getValue().kind, now))
        .sorted(
            Comparator.comparing((SourceHealth one) -> !one.state().equals("blocked"))
                .thenComparing(SourceHealth::server))
        .toList();
  }

  /** Forgets what was held against a server; false when it is not known. */
  boolean reset(String server) {
    Known known = servers.getIfPresent(server);
    if (known != null) {
      known.health.reset();
    }
    return known != null;
  }
}
