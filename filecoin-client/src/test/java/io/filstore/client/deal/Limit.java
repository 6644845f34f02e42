package io.filstore.client.deal;

/** What a transport cannot do, so that its contract says it instead of leaving it out. */
enum Limit {
  /** The peer takes proposals by other means only: the deal has to be there beforehand. */
  NEEDS_THE_DEAL_BEFOREHAND,
  /** The peer does not know our key: two offers of the same terms cannot be told apart. */
  KNOWS_OFFERS_BY_THEIR_TERMS
}
