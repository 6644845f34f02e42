package io.filstore.watcher.provider;

import io.filstore.db.deal.Deal;

/** Whether the chain shows a deal that its provider gave up. */
@FunctionalInterface
interface OnChain {
  /**
   * Asked just before the deal is closed.
   *
   * @throws io.filstore.client.chain.ChainException when the chain cannot be asked now
   */
  boolean shows(Deal deal);
}
