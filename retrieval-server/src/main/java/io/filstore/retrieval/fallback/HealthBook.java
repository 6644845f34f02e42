package io.filstore.retrieval.fallback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/** What is known of the servers asked last. Thread-safe. */
final class HealthBook {
  /** Indexers can name any number of servers. */
  private static final int MOST = 4096;

  private final Cache<String, Health> servers = Caffeine.newBuilder().maximumSize(MOST).build();

  Health of(Source source) {
    return servers.get(source.server(), _ -> new Health());
  }
}
