package io.filstore.scheduler.network;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainUnavailable;
import io.filstore.client.chain.Tipset;
import io.filstore.db.chain.Network;
import io.filstore.db.chain.Networks;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The head of the chain, refused when it is old: nothing is decided on a view that lags behind. */
public final class FreshChain {

  /** Null rounds happen; five in a row on a healthy network practically do not. */
  private static final int MAX_BLOCK_DELAYS = 5;

  private static final Duration MIN_TOLERANCE = Duration.ofSeconds(15);

  private final Chain chain;
  private final FilecoinNetwork network;
  private final Networks networks;
  private final Clock clock;

  public FreshChain(Chain chain, FilecoinNetwork network, Networks networks, Clock clock) {
    this.chain = chain;
    this.network = network;
    this.networks = networks;
    this.clock = clock;
  }

  /**
   * The current head.
   *
   * @throws ChainUnavailable when the endpoint serves another network than the one that was set or
   *     that this deployment follows, or its head is older than a few block delays
   */
  public Tipset head() {
    requireOurs(chain.networkName());
    Tipset head = chain.head();
    Duration age = Duration.between(head.timestamp(), clock.instant());
    Duration tolerance = chain.clock().blockDelay().multipliedBy(MAX_BLOCK_DELAYS);
    if (age.compareTo(tolerance) > 0 && age.compareTo(MIN_TOLERANCE) > 0) {
      throw new ChainUnavailable(
          "the chain endpoint is behind: its head "
              + head.height()
              + " is "
              + age.toSeconds()
              + " s old");
    }
    return head;
  }

  /** Money and DataCap of one network must not be spent on the word of another. */
  private void requireOurs(String name) {
    if (!network.answersTo(name)) {
      throw new ChainUnavailable(
          "the chain endpoint serves the network %s, but FILECOIN_NETWORK is %s"
              .formatted(name, network.name().toLowerCase(Locale.ROOT)));
    }
    Optional<Network> followed = networks.current();
    if (followed.isPresent() && !followed.get().name().equals(name)) {
      throw new ChainUnavailable(
          "the chain endpoint serves the network %s, but this deployment follows %s"
              .formatted(name, followed.get().name()));
    }
  }

  /** How long to wait before it makes sense to look at the chain again. */
  public Duration epoch() {
    return chain.clock().blockDelay();
  }
}
