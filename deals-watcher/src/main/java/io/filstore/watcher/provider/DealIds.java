package io.filstore.watcher.provider;

import io.filstore.db.deal.Deal;

/** Takes the chain deal id that a provider names, when the chain agrees. */
@FunctionalInterface
interface DealIds {
  /**
   * False when the chain holds another deal, or none, under the id.
   *
   * @throws io.filstore.client.chain.ChainException when the chain cannot be asked now
   */
  boolean take(Deal deal, long dealId);
}
