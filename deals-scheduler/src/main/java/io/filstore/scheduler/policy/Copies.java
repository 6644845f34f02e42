package io.filstore.scheduler.policy;

import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.scheduler.progress.Causes;
import java.util.List;

/** How many copies of a piece its policy still wants, and which deals stand for one. */
public final class Copies {
  private Copies() {}

  /**
   * Copies that no deal stands for, or only one that waits for a provider that will not have it.
   */
  public static int missing(List<Deal> ofPiece, PiecePolicy policy) {
    return policy.replicas()
        - (int) ofPiece.stream().filter(deal -> counts(deal, policy) && !hopeless(deal)).count();
  }

  /** Copies that have no deal at all, not even one that waits. */
  static int unplanned(List<Deal> ofPiece, PiecePolicy policy) {
    return policy.replicas() - (int) ofPiece.stream().filter(deal -> counts(deal, policy)).count();
  }

  /** Whether every copy has a deal, be it one that waits for a provider that will not have it. */
  public static boolean full(List<Deal> ofPiece, PiecePolicy policy) {
    return unplanned(ofPiece, policy) <= 0;
  }

  /** Deals that hold the place of a copy without anyone who takes it. */
  public static List<Deal> withoutTaker(List<Deal> ofPiece) {
    return ofPiece.stream().filter(Copies::hopeless).toList();
  }

  /**
   * A copy that is not given back, or not proven for too long, counts for nothing. A term that ends
   * leaves a gap for a policy that renews, and none for one that does not, unless it was decided
   * for this copy.
   */
  private static boolean counts(Deal deal, PiecePolicy policy) {
    if (policy.repairs() && deal.unretrievableSince() != null) {
      return false;
    }
    if (policy.faulty().isGivenUp(deal)) {
      return false;
    }
    String decided = deal.renewalDecision();
    boolean renews = decided == null ? policy.renews() : decided.equals("redeal");
    return renews
        ? deal.state().open() && deal.state() != DealState.EXPIRING
        : deal.state().open() || deal.state() == DealState.COMPLETED;
  }

  /** Whether it only waits for a provider that will not have it. */
  public static boolean hopeless(Deal deal) {
    return deal.state() == DealState.BLOCKED
        && Causes.NO_ELIGIBLE_PROVIDER.equals(deal.causeCode());
  }
}
