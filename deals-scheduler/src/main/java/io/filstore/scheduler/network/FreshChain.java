package io.filstore.scheduler.network;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainUnavailable;
import io.filstore.client.chain.Tipset;
import java.time.Clock;
import java.time.Duration;

/** The head of the chain, refused when it is old: nothing is decided on a view that lags behind. */
public final class FreshChain {

  /** Null rounds happen; five in a row on a healthy network practically do not. */
  private static final int MAX_BLOCK_DELAYS = 5;

  private static final Duration MIN_TOLERANCE = Duration.ofSeconds(15);

  private final Chain chain;
  private final Clock clock;

  public FreshChain(Chain chain, Clock clock) {
    this.chain = chain;
    this.clock = clock;
  }

  /**
   * The current head.
   *
   * @throws ChainUnavailable when the head is older than a few block delays
   */
  public Tipset head() {
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

  /** How long to wait before it makes sense to look at the chain again. */
  public Duration epoch() {
    return chain.clock().blockDelay();
  }
}
