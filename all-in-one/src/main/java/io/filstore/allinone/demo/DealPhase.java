package io.filstore.allinone.demo;

import tools.jackson.databind.JsonNode;

/** How the deals of the packed upload are followed until its policy is met. */
@FunctionalInterface
interface DealPhase {
  /**
   * Returns when the policy is met.
   *
   * @throws io.filstore.allinone.system.SystemException saying what is missing
   */
  void follow(EventFeed feed, DealBoard board, JsonNode upload);
}
