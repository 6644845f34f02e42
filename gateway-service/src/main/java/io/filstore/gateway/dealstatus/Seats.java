package io.filstore.gateway.dealstatus;

import java.util.HashMap;
import java.util.Map;

/** How many clients are connected: together, and of one account, so that none takes all seats. */
final class Seats {
  private final int most;
  private final int mostOfOne;
  private final Map<String, Integer> taken = new HashMap<>();
  private int all;

  Seats(int most, int mostOfOne) {
    this.most = most;
    this.mostOfOne = mostOfOne;
  }

  /** Takes a seat for the account; false when there is none left for it. */
  synchronized boolean take(String accountId) {
    if (all >= most || taken.getOrDefault(accountId, 0) >= mostOfOne) {
      return false;
    }
    taken.merge(accountId, 1, Integer::sum);
    all++;
    return true;
  }

  /** Gives a seat back that was taken. */
  synchronized void leave(String accountId) {
    taken.computeIfPresent(accountId, (_, count) -> count == 1 ? null : count - 1);
    all--;
  }
}
