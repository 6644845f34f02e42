package io.filstore.scheduler.policy;

/** What the copies of a piece must differ in, beside the provider itself. */
public enum Distinct {
  /** The owner of the miner actor, by the chain. */
  OWNER,
  /** The region that the operator has given the provider. */
  REGION
}
