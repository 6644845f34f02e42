package io.filstore.scheduler.message;

import org.jspecify.annotations.Nullable;

/** Where a fixed message stands. */
public sealed interface Fate {

  /**
   * Not executed, or not yet finally.
   *
   * @param trouble why the node does not take it, in its own words; null while all is well
   */
  record Waiting(@Nullable String trouble) implements Fate {}

  /** Executed at a height that cannot be reverted; success is in the exit code. */
  record Settled(ChainMessage message) implements Fate {}

  /** Another call has its nonce in the final chain: it has not run and never will. */
  record Lost(String why) implements Fate {}

  /**
   * Its nonce is used in the final chain, but the endpoint does not find what used it: it may have
   * been ours. Only the effect on the chain can tell; nothing may be signed instead before that.
   */
  record Doubtful(String why) implements Fate {}
}
