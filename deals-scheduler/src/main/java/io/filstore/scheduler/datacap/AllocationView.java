package io.filstore.scheduler.datacap;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * DataCap given to one provider for one piece, and what became of it.
 *
 * @param state {@code pending}: the provider may claim it; {@code expired}: nobody can, and it may
 *     be taken back; {@code claimed}: used for good
 * @param size padded bytes
 * @param expiration last epoch at which it can be claimed
 * @param expiresInS seconds until then, for a pending one
 * @param dealId our deal that it was made for; absent for one made elsewhere
 * @param claimedEpoch start of the claim's term, for a claimed one
 */
public record AllocationView(
    long id,
    String state,
    String provider,
    String pieceCid,
    long size,
    @Nullable At expiration,
    @Nullable Long expiresInS,
    @Nullable String dealId,
    @Nullable Long claimedEpoch) {

  /** A height of the chain and its time. */
  public record At(long epoch, Instant time) {}
}
