package io.filstore.scheduler.policy;

import io.filstore.client.deal.RejectionCause;
import io.filstore.client.deal.Remedy;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.filecoin.Epoch;
import io.filstore.scheduler.progress.Causes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of earlier deals of a piece at a provider: who refused often enough is left alone for a
 * while, and who holds an unclaimed allocation for the piece is not given a second one: the next
 * deal there uses it while time is left.
 */
public final class ProviderHistory {

  /** Curio wants an allocation to outlive its own default start of two days. */
  private static final long LEAST_LEFT = 7_200;

  /** Offers with terms that only had to be corrected do not count as attempts. */
  private static final long FREE_CORRECTIONS = 2;

  private final PolicyProperties policy;
  private final Clock clock;

  public ProviderHistory(PolicyProperties policy, Clock clock) {
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * Why the provider should not be offered the piece again now; empty when it may be.
   *
   * @param durationEpochs of the deal that would be offered
   */
  public Optional<String> refusal(
      List<Deal> ofPiece, String provider, long durationEpochs, Epoch head) {
    List<Deal> closed =
        ofPiece.stream()
            .filter(deal -> deal.provider().equals(provider) && failedThere(deal))
            .toList();
    Optional<String> alive =
        closed.stream()
            .flatMap(deal -> mayComeBack(deal, durationEpochs, head).stream())
            .findFirst();
    if (alive.isPresent()) {
      return alive;
    }
    List<Deal> recent = closed.stream().filter(this::recent).toList();
    return wrongEverywhere(ofPiece)
        .or(() -> notThere(recent, provider))
        .or(() -> tooOften(recent, provider));
  }

  /** An offer that is wrong in itself is wrong at every provider. */
  private Optional<String> wrongEverywhere(List<Deal> ofPiece) {
    return ofPiece.stream()
        .filter(deal -> recent(deal) && refusedWith(deal, Remedy.GIVE_UP))
        .findFirst()
        .map(deal ->
            "%s found the offer itself wrong (%s): %s"
                .formatted(deal.provider(), deal.causeCode(), deal.causeText()));
  }

  /** Words of a provider's own filter may be about the moment; all others are about the piece. */
  private static Optional<String> notThere(List<Deal> recent, String provider) {
    return recent.stream()
        .filter(deal -> refusedWith(deal, Remedy.RETRY_ELSEWHERE))
        .filter(deal -> !RejectionCause.PROVIDER_REFUSED.code().equals(deal.causeCode()))
        .findFirst()
        .map(deal ->
            "%s does not take the piece (%s): %s"
                .formatted(provider, deal.causeCode(), deal.causeText()));
  }

  private Optional<String> tooOften(List<Deal> recent, String provider) {
    long corrected = recent.stream().filter(d -> refusedWith(d, Remedy.FIX_AND_RETRY)).count();
    long counted = recent.size() - Math.min(corrected, FREE_CORRECTIONS);
    if (counted < policy.attemptsPerProvider()) {
      return Optional.empty();
    }
    return Optional.of(
        provider
            + " ended "
            + recent.size()
            + " deals of this piece, last: "
            + recent.getLast().causeText());
  }

  private static boolean refusedWith(Deal deal, Remedy remedy) {
    return deal.state() == DealState.REJECTED
        && RejectionCause.of(deal.causeCode()).filter(c -> c.remedy() == remedy).isPresent();
  }

  /**
   * A refused or failed deal whose unclaimed allocation a new deal there can use. An allocation is
   * claimed once, so whichever offer the provider seals, its DataCap is not spent twice.
   */
  public Optional<Deal> leaving(List<Deal> ofPiece, Deal deal, Epoch head) {
    return ofPiece.stream()
        .filter(old -> old.provider().equals(deal.provider()) && old.wallet().equals(deal.wallet()))
        .filter(old -> deal.product().equals("ddo") && deal.verified() && usable(old, head))
        .filter(old -> old.durationEpochs() == deal.durationEpochs())
        .findFirst();
  }

  private static boolean usable(Deal old, Epoch head) {
    return isDefiniteNo(old)
        && old.allocationId() != null
        && notOver(old.allocationExpiration(), head.plus(LEAST_LEFT));
  }

  private static boolean isDefiniteNo(Deal deal) {
    return deal.state() == DealState.REJECTED || deal.state() == DealState.FAILED;
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

  /**
   * Why a closed deal may still cost what a second one would cost again: its provider can claim the
   * allocation until it expires, and publish what it accepted until the start epoch.
   */
  private static Optional<String> mayComeBack(Deal deal, long durationEpochs, Epoch head) {
    if (!isDefiniteNo(deal)) {
      return Optional.empty();
    }
    boolean reused = usable(deal, head) && deal.durationEpochs() == durationEpochs;
    if (!reused && deal.allocationId() != null && notOver(deal.allocationExpiration(), head)) {
      return Optional.of(
          "%s still holds the unclaimed allocation %d of its %s deal %s until epoch %d"
              .formatted(
                  deal.provider(),
                  deal.allocationId(),
                  deal.state().word(),
                  deal.id(),
                  deal.allocationExpiration()));
    }
    boolean accepted = deal.state() == DealState.FAILED && deal.proposedAt() != null;
    if (accepted && deal.product().equals("mk12") && notOver(deal.startEpoch(), head)) {
      return Optional.of(
          "%s may still publish its failed deal %s until epoch %d"
              .formatted(deal.provider(), deal.id(), deal.startEpoch()));
    }
    return Optional.empty();
  }

  private static boolean notOver(@Nullable Long epoch, Epoch head) {
    return epoch != null && epoch >= head.value();
  }

  private boolean recent(Deal deal) {
    Instant forgotten = deal.updatedAt().plus(policy.patience());
    return forgotten.isAfter(clock.instant());
  }
}
