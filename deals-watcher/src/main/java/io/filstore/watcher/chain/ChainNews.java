package io.filstore.watcher.chain;

import io.filstore.client.chain.ActorEvent;
import io.filstore.client.chain.ChainListener;
import io.filstore.client.chain.ChainSubscription;
import io.filstore.client.chain.HeadChange;
import io.filstore.filecoin.FilAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * What the endpoints tell of themselves over WebSocket: a new head, a reorg, an event of one of our
 * clients. It only wakes whoever looks at the chain, so nothing is lost with a connection; the head
 * that every new one begins with wakes, too. An endpoint that tells nothing is polled as ever.
 */
public final class ChainNews implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(ChainNews.class);

  private final ChainProperties properties;
  private volatile List<ChainSubscription> subscriptions = List.of();
  private volatile Runnable wake = () -> {};

  /** Nothing is connected before {@link #start}. */
  public ChainNews(ChainProperties properties) {
    this.properties = properties;
  }

  /**
   * What is to be done when there are news; to be said before the start.
   *
   * @param wake must return at once
   */
  public void wakes(Runnable wake) {
    this.wake = wake;
  }

  /** The clients (f0 addresses) whose events are wanted from now on. */
  public void follow(Set<FilAddress> clients) {
    subscriptions.forEach(subscription -> subscription.follow(clients));
  }

  /** How each endpoint tells its heads; empty when none is asked to. */
  public List<ChainSubscription.State> states() {
    return subscriptions.stream().map(ChainSubscription::state).toList();
  }

  /** The token is the first endpoint's. */
  @Override
  public void start() {
    List<ChainSubscription> made = new ArrayList<>();
    for (String address :
        properties.subscribe() ? properties.rpc().split(",", -1) : new String[0]) {
      String token = made.isEmpty() ? properties.token() : null;
      made.add(new ChainSubscription(address.strip(), token, new Ear()));
    }
    subscriptions = List.copyOf(made);
    made.forEach(ChainSubscription::start);
  }

  @Override
  public void stop() {
    List<ChainSubscription> open = subscriptions;
    subscriptions = List.of();
    open.forEach(ChainSubscription::close);
  }

  @Override
  public boolean isRunning() {
    return !subscriptions.isEmpty();
  }

  private final class Ear implements ChainListener {
    @Override
    public void headChanged(List<HeadChange> changes) {
      wake.run();
    }

    @Override
    public void happened(ActorEvent event) {
      wake.run();
    }

    @Override
    public void changed(ChainSubscription.State state) {
      String problem = state.problem() == null ? "" : " (" + state.problem() + ")";
      LOG.info(
          "{} {}{}",
          state.name(),
          state.told() ? "tells its heads over WebSocket" : "is polled",
          problem);
    }
  }
}
