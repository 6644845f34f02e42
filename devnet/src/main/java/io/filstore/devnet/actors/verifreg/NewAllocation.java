package io.filstore.devnet.actors.verifreg;

import io.filstore.devnet.actors.runtime.ActorException;
import io.filstore.devnet.actors.runtime.Call;
import io.filstore.devnet.actors.runtime.ExitCode;
import io.filstore.devnet.actors.runtime.Limits;
import io.filstore.multiformats.Cid;

/** An allocation asked for; sizes in padded bytes, terms in epochs. */
public record NewAllocation(
    long provider, Cid data, long size, long termMin, long termMax, long expiration) {

  Allocation toAllocation(long id, long client) {
    return new Allocation(id, client, provider, data, size, termMin, termMax, expiration);
  }

  /**
   * The checks of f06 on a client-made allocation (verifreg lib.rs, validate_new_allocation).
   *
   * @throws ActorException with ILLEGAL_ARGUMENT and the actor's own words
   */
  public void check(Call call) {
    Limits limits = call.limits();
    require(
        size >= limits.minVerifiedPiece(),
        "allocation size %d below minimum %d",
        size,
        limits.minVerifiedPiece());
    require(
        termMin >= limits.minAllocationTerm(),
        "allocation term min %d below limit %d",
        termMin,
        limits.minAllocationTerm());
    require(
        termMax <= Limits.MAX_ALLOCATION_TERM,
        "allocation term max %d above limit %d",
        termMax,
        Limits.MAX_ALLOCATION_TERM);
    require(termMin <= termMax, "allocation term min %d exceeds max %d", termMin, termMax);
    require(
        expiration >= call.epoch(),
        "allocation expiration %d has passed (current epoch %d)",
        expiration,
        call.epoch());
    long latest = call.epoch() + Limits.MAX_ALLOCATION_EXPIRATION;
    require(
        expiration <= latest, "allocation expiration %d exceeds maximum %d", expiration, latest);
  }

  private static void require(boolean holds, String text, long given, long limit) {
    if (!holds) {
      throw new ActorException(ExitCode.ILLEGAL_ARGUMENT, text.formatted(given, limit));
    }
  }
}
