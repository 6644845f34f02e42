package io.filstore.scheduler.pull;

import io.filstore.scheduler.problem.RequestRefused;
import org.jspecify.annotations.Nullable;

/**
 * Who wants a piece.
 *
 * @param provider id address
 * @param sealingEpochs how long it takes to seal what it has fetched; absent: it says nothing
 */
record Reservation(@Nullable String provider, @Nullable Long sealingEpochs) {
  /** Five weeks: an allocation lives for sixty days at most. */
  private static final long LONGEST_SEALING = 100_800;

  String checkedProvider() {
    return ProviderId.checked(provider);
  }

  @Nullable Long checkedSealing() {
    if (sealingEpochs != null && (sealingEpochs < 1 || sealingEpochs > LONGEST_SEALING)) {
      throw RequestRefused.invalid("sealing_epochs must be 1 to " + LONGEST_SEALING + ".");
    }
    return sealingEpochs;
  }
}
