package io.filstore.scheduler.discovery;

import io.filstore.db.discovery.DiscoveredProvider;

/** What came of a look at one miner. */
sealed interface Finding {
  String miner();

  /** It has power. */
  record Found(DiscoveredProvider provider) implements Finding {
    @Override
    public String miner() {
      return provider.id();
    }
  }

  /** It stores nothing, or is no miner any more. */
  record Powerless(String miner) implements Finding {}

  /** Nothing can be said of it now. */
  record Unread(String miner) implements Finding {}
}
