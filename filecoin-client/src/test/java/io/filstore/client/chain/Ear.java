package io.filstore.client.chain;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a subscription told. */
final class Ear implements ChainListener {
  final List<HeadChange> changes = new CopyOnWriteArrayList<>();
  final List<ActorEvent> events = new CopyOnWriteArrayList<>();
  final List<ChainSubscription.State> states = new CopyOnWriteArrayList<>();

  @Override
  public void headChanged(List<HeadChange> told) {
    changes.addAll(told);
  }

  @Override
  public void happened(ActorEvent event) {
    events.add(event);
  }

  @Override
  public void changed(ChainSubscription.State state) {
    states.add(state);
  }

  /** Changes as {@code apply 5}. */
  List<String> story() {
    return changes.stream()
        .map(change ->
            change.type().name().toLowerCase(java.util.Locale.ROOT)
                + " "
                + change.tipset().height())
        .toList();
  }

  /** Waits until so many changes were told. */
  void awaitChanges(int count) {
    await().atMost(Duration.ofSeconds(20)).until(() -> changes.size() >= count);
  }

  /** Waits until a connection was lost for this reason. */
  void awaitLoss(String why) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            states.stream()
                .anyMatch(s -> !s.told() && s.problem() != null && s.problem().contains(why)));
  }
}
