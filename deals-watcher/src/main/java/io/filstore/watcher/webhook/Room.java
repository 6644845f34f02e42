package io.filstore.watcher.webhook;

import io.filstore.db.webhook.Webhook;
import java.util.HashMap;
import java.util.Map;

/**
 * How many calls of one webhook are under way. One that answers late or not at all must not take
 * the place of the others, so a failing one has less.
 */
final class Room {
  private static final int HEALTHY = 16;
  private static final int FAILING = 2;

  private final Map<String, Integer> taken = new HashMap<>();

  synchronized boolean enter(Webhook webhook) {
    int most = webhook.failingSince() == null ? HEALTHY : FAILING;
    if (taken.getOrDefault(webhook.id(), 0) >= most) {
      return false;
    }
    taken.merge(webhook.id(), 1, Integer::sum);
    return true;
  }

  synchronized void leave(Webhook webhook) {
    taken.computeIfPresent(webhook.id(), (_, count) -> count == 1 ? null : count - 1);
  }
}
