package io.filstore.watcher.faults;

import org.jspecify.annotations.Nullable;

/**
 * A deal that is proven for good, and where.
 *
 * @param faulted whether the deal is said to be faulted
 * @param direct whether f06 holds it, which is not told when the sector ends
 * @param endEpoch up to which the provider has to keep the piece
 * @param due whether it is time to see that the sector is still there
 */
record ProvenSector(
    String dealId,
    long sector,
    boolean faulted,
    boolean direct,
    @Nullable Long endEpoch,
    boolean due) {

  /** Whether the deal is over at this height anyway. */
  boolean isOverAt(long height) {
    return endEpoch != null && height >= endEpoch;
  }
}
