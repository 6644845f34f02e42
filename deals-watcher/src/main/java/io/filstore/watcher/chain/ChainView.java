package io.filstore.watcher.chain;

import io.filstore.client.chain.Tipset;
import io.filstore.filecoin.ChainClock;

/**
 * What one poll works on.
 *
 * @param safe as the tag {@code safe} of Lotus' API v2: so many epochs below the head, or the
 *     finalized tipset where that one is higher
 * @param lastFinalized finalized height of the poll before, -1 at the first
 */
public record ChainView(
    ChainClock clock, Tipset head, Tipset safe, Tipset finalized, long lastFinalized) {

  /** Whether something can be safe that is not final. */
  public boolean hasSafe() {
    return safe.height().value() > finalized.height().value();
  }
}
