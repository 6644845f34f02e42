package io.filstore.watcher.chain;

import io.filstore.client.chain.Tipset;
import io.filstore.filecoin.ChainClock;

/**
 * What one poll works on.
 *
 * @param lastFinalized finalized height of the poll before, -1 at the first
 */
public record ChainView(ChainClock clock, Tipset head, Tipset finalized, long lastFinalized) {}
