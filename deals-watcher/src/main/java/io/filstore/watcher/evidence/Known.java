package io.filstore.watcher.evidence;

import io.filstore.db.deal.DealState;
import java.util.EnumSet;
import java.util.Set;

/**
 * What we recorded about a deal before this look.
 *
 * @param finalized whether the recorded state was proven at a finalized tipset
 * @param deadline last epoch at which the deal may still become active: the proposal's start epoch
 *     (f05) or the allocation's expiration (f06)
 * @param endEpoch first epoch after the agreed term
 * @param absentLooks looks in a row, each at another finalized height, that found no record
 * @param lastFinalized finalized height of the look before this one
 */
public record Known(
    DealState state,
    boolean finalized,
    long deadline,
    long endEpoch,
    int absentLooks,
    long lastFinalized) {

  private static final Set<DealState> PROVEN =
      EnumSet.of(DealState.ACTIVE, DealState.EXPIRING, DealState.FAULTED);

  /** Whether the provider has proven the piece and the term runs. */
  boolean isProven() {
    return PROVEN.contains(state);
  }
}
