package io.filstore.scheduler.policy;

import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.filecoin.Epoch;
import io.filstore.scheduler.progress.Causes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What came of earlier deals of a piece at a provider: who refused often enough is left alone for a
 * while, and who holds an unclaimed allocation for the piece is not given a second one.
 */
public final class ProviderHistory {

  private final PolicyProperties policy;
  private final Clock clock;

  public ProviderHistory(PolicyProperties policy, Clock clock) {
    this.policy = policy;
    this.clock = clock;
  }

  /** Why the provider should not be offered the piece again now; empty when it may be. */
  public Optional<String> refusal(List<Deal> ofPiece, String provider, Epoch head) {
    List<Deal> closed =
        ofPiece.stream()
            .filter(deal -> deal.provider().equals(provider) && failedThere(deal))
            .toList();
    Optional<Deal> allocated =
        closed.stream().filter(deal -> holdsAllocation(deal, head)).findFirst();
    if (allocated.isPresent()) {
      return Optional.of(
          provider
              + " still holds the unclaimed allocation "
              + allocated.get().allocationId()
              + " of its refused deal "
              + allocated.get().id());
    }
    List<Deal> recent = closed.stream().filter(this::recent).toList();
    if (recent.size() < policy.attemptsPerProvider()) {
      return Optional.empty();
    }
    Deal last = recent.getLast();
    return Optional.of(
        provider + " ended " + recent.size() + " deals of this piece, last: " + last.causeText());
  }

  /** Deals that ended without success at the provider, for choosing those with fewest. */
  public long failures(List<Deal> ofPiece, String provider) {
    return ofPiece.stream()
        .filter(deal -> deal.provider().equals(provider) && failedThere(deal))
        .count();
  }

  private static boolean failedThere(Deal deal) {
    return switch (deal.state()) {
      case REJECTED, LAPSED, TERMINATED -> true;
      case FAILED -> !Causes.REPLACED.equals(deal.causeCode());
      case PLANNED,
          BLOCKED,
          ALLOCATING,
          PROPOSING,
          ACCEPTED,
          TRANSFERRING,
          COMMITTING,
          SEALING,
          ACTIVE,
          EXPIRING,
          COMPLETED,
          FAULTED ->
          false;
    };
  }

  private static boolean holdsAllocation(Deal deal, Epoch head) {
    Long expiration = deal.allocationExpiration();
    return deal.state() == DealState.REJECTED
        && deal.allocationId() != null
        && expiration != null
        && expiration >= head.value();
  }

  private boolean recent(Deal deal) {
    Instant forgotten = deal.updatedAt().plus(policy.patience());
    return forgotten.isAfter(clock.instant());
  }
}
