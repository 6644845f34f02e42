package io.filstore.watcher.chain;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainError;
import io.filstore.client.chain.ChainException;
import io.filstore.client.chain.Tipset;
import io.filstore.db.chain.Network;
import io.filstore.db.chain.Networks;
import io.filstore.filecoin.ChainClock;
import io.filstore.filecoin.Epoch;
import io.filstore.watcher.FilecoinNetwork;
import io.filstore.watcher.chain.Observation.Fresh;
import io.filstore.watcher.chain.Observation.Stale;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes the view that a poll works on, and keeps the network row. An endpoint whose head or
 * finalized tipset is lower than what was seen before lags behind (or is another node behind a
 * balancer): it is ignored until it has caught up.
 */
public final class ChainObserver {
  private final Chain chain;
  private final Networks networks;
  private final ChainProperties properties;
  private final Clock clock;

  public ChainObserver(Chain chain, Networks networks, ChainProperties properties, Clock clock) {
    this.chain = chain;
    this.networks = networks;
    this.properties = properties;
    this.clock = clock;
  }

  /** Asks the endpoint; the network row changes only when the view is fresh. */
  public Observation observe() {
    try {
      return judge(chain.networkName(), chain.clock(), chain.finalized(), chain.head());
    } catch (ChainException e) {
      return new Stale(String.valueOf(e.getMessage()));
    }
  }

  private Observation judge(String name, ChainClock time, Tipset finalized, Tipset head) {
    Optional<Network> known = networks.current();
    Optional<Stale> refusal = known.flatMap(row -> contradiction(row, name, time, finalized, head));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Duration age = Duration.between(head.timestamp(), clock.instant());
    if (age.compareTo(properties.staleAfter(time.blockDelay())) > 0) {
      return new Stale("its head " + head.height() + " is " + age.toSeconds() + " s old");
    }
    networks.observed(
        new Network(
            name,
            time.genesis(),
            BigDecimal.valueOf(time.blockDelay().toMillis(), 3),
            head.height().value(),
            head.key().toString(),
            finalized.height().value(),
            clock.instant()));
    long lastFinalized = known.map(Network::finalizedEpoch).orElse(-1L);
    return new Fresh(new ChainView(time, head, safe(head, finalized), finalized, lastFinalized));
  }

  /**
   * Asked for only where finality is far behind, as it is while F3 stands still. An endpoint that
   * will not tell it has nothing between head and final.
   */
  private Tipset safe(Tipset head, Tipset finalized) {
    long height = Math.max(0, head.height().value() - properties.safeEpochs());
    if (finalized.height().value() >= height) {
      return finalized;
    }
    try {
      return chain.tipsetAt(new Epoch(height), head.key());
    } catch (ChainError refused) {
      return finalized;
    }
  }

  private Optional<Stale> contradiction(
      Network row, String name, ChainClock time, Tipset finalized, Tipset head) {
    if (!row.name().equals(name) || !sameGenesis(row, time)) {
      return Optional.of(
          new Stale(
              "it serves the chain %s with genesis %s, but this deployment follows %s with genesis %s"
                  .formatted(name, time.genesis(), row.name(), row.genesisAt())));
    }
    if (head.height().value() < row.headEpoch()) {
      return Optional.of(
          new Stale("it is behind: head " + head.height() + ", seen before " + row.headEpoch()));
    }
    if (finalized.height().value() < row.finalizedEpoch()) {
      return Optional.of(
          new Stale(
              "it is behind: finalized %s, seen before %d"
                  .formatted(finalized.height(), row.finalizedEpoch())));
    }
    return Optional.empty();
  }

  /** The devnet stands still while it is down, and its genesis moves on by that time. */
  private boolean sameGenesis(Network row, ChainClock time) {
    return properties.network() == FilecoinNetwork.DEVNET || row.genesisAt().equals(time.genesis());
  }
}
