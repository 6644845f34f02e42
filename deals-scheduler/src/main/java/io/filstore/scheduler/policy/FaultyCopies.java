package io.filstore.scheduler.policy;

import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How long a copy whose sector is faulty still counts. A provider that recovers in time costs
 * nobody a second copy.
 *
 * @param now when the question is asked
 * @param patience how long a sector may be faulty
 */
record FaultyCopies(Instant now, Duration patience) {

  /** Whether its sector has been faulty for too long. */
  boolean isGivenUp(Deal deal) {
    return countsUntil(deal).filter(end -> !end.isAfter(now)).isPresent();
  }

  /** When the first of the copies that still count will not; nothing else happens at that time. */
  Optional<Instant> nextLook(List<Deal> copies) {
    return copies.stream()
        .flatMap(deal -> countsUntil(deal).stream())
        .filter(end -> end.isAfter(now))
        .min(Comparator.naturalOrder());
  }

  private Optional<Instant> countsUntil(Deal deal) {
    return deal.state() == DealState.FAULTED
        ? Optional.ofNullable(deal.faultedSince()).map(since -> since.plus(patience))
        : Optional.empty();
  }
}
