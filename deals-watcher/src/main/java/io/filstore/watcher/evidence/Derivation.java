package io.filstore.watcher.evidence;

import io.filstore.db.deal.DealState;
import io.filstore.watcher.evidence.Evidence.Allocation;
import io.filstore.watcher.evidence.Evidence.Claim;
import io.filstore.watcher.evidence.Evidence.MarketDeal;
import io.filstore.watcher.evidence.Evidence.NoAllocation;
import io.filstore.watcher.evidence.Evidence.NoMarketDeal;
import io.filstore.watcher.evidence.Evidence.NotListed;
import io.filstore.watcher.evidence.Evidence.NotPublished;
import io.filstore.watcher.evidence.Next.AskFinalized;
import io.filstore.watcher.evidence.Next.Confirm;
import io.filstore.watcher.evidence.Next.Contradiction;
import io.filstore.watcher.evidence.Next.Deepen;
import io.filstore.watcher.evidence.Next.Missing;
import io.filstore.watcher.evidence.Next.Move;
import io.filstore.watcher.evidence.Next.Stay;
import io.filstore.watcher.evidence.Next.Undo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of deals-and-chain.md sections 6 and 7 as a function of what was known and what is
 * seen.
 *
 * <p>Good news counts at the head and is marked so; bad and last news (completed, lapsed,
 * terminated) counts only at a finalized tipset, and a missing record only when it is missing at
 * head and finalized tipset in two looks at different finalized heights.
 */
public final class Derivation {
  private static final Stay STAY = new Stay();

  /** Epochs before the end at which a deal counts as expiring. */
  private final long expiringWindow;

  public Derivation(long expiringWindow) {
    this.expiringWindow = expiringWindow;
  }

  /** What one answer says by itself at its own height; WAITING is f06's unclaimed allocation. */
  private enum Reading {
    ABSENT,
    WAITING,
    PUBLISHED,
    ACTIVE,
    ENDED,
    LAPSED,
    SLASHED
  }

  /** Judges a look at the head alone; any news answers {@link AskFinalized}. */
  public Next derive(Known known, Look head) {
    return judge(known, head, null);
  }

  /** Judges the head together with the same reading at the finalized tipset. */
  public Next derive(Known known, Look head, Look finalized) {
    return judge(known, head, finalized);
  }

  /**
   * Whether the same reading at the safe tipset may add to what follows from head and finalized.
   */
  public boolean mayDeepen(Known known, Next next, Look head) {
    boolean goodNews = read(head.evidence(), head.height()) == Reading.ACTIVE;
    return switch (next) {
      case Move move -> goodNews && move.finality() == Finality.HEAD;
      case Stay _ -> goodNews && known.isProven() && !known.finalized();
      case AskFinalized _, Missing _, Undo _, Confirm _, Deepen _, Contradiction _ -> false;
    };
  }

  /** What follows when the safe tipset is known, too, where {@link #mayDeepen} says so. */
  public Next deepen(Next next, Look safe) {
    if (read(safe.evidence(), safe.height()) != Reading.ACTIVE) {
      return next;
    }
    return next instanceof Move move
        ? new Move(move.to(), Finality.SAFE, move.cause())
        : new Deepen();
  }

  private Next judge(Known known, Look head, @Nullable Look finalized) {
    if (!known.state().open()) {
      return STAY;
    }
    Reading seen = read(head.evidence(), head.height());
    if (finalized == null) {
      return isNews(known, seen, head) ? new AskFinalized() : STAY;
    }
    Reading proven = read(finalized.evidence(), finalized.height());
    return switch (seen) {
      case ABSENT -> proven == Reading.ABSENT ? absent(known, finalized) : STAY;
      case WAITING -> waiting(known, proven);
      case PUBLISHED -> published(known, proven);
      case ACTIVE -> active(known, head, proven, finalized);
      case ENDED -> last(DealState.COMPLETED, seen, proven, Optional.empty());
      case LAPSED -> last(DealState.LAPSED, seen, proven, Optional.of(lapse(known)));
      case SLASHED ->
          last(
              DealState.TERMINATED,
              seen,
              proven,
              Optional.of(terminated("marked as slashed on chain")));
    };
  }

  private static Reading read(Evidence evidence, long height) {
    return switch (evidence) {
      case NoMarketDeal _, NoAllocation _, NotListed _, NotPublished _ -> Reading.ABSENT;
      case MarketDeal deal -> read(deal, height);
      case Claim claim ->
          height < claim.termStart() + claim.termMax() ? Reading.ACTIVE : Reading.ENDED;
      case Allocation allocation ->
          height <= allocation.expiration() ? Reading.WAITING : Reading.LAPSED;
    };
  }

  private static Reading read(MarketDeal deal, long height) {
    if (deal.slashEpoch() >= 0) {
      return Reading.SLASHED;
    }
    if (deal.sectorStartEpoch() < 0) {
      return height <= deal.startEpoch() ? Reading.PUBLISHED : Reading.LAPSED;
    }
    return height < deal.endEpoch() ? Reading.ACTIVE : Reading.ENDED;
  }

  private boolean isNews(Known known, Reading seen, Look head) {
    return switch (seen) {
      case WAITING -> known.isProven();
      case PUBLISHED -> known.state() != DealState.SEALING;
      case ACTIVE ->
          !known.isProven()
              || !known.finalized()
              || (known.state() == DealState.ACTIVE && isExpiring(head));
      case ABSENT, ENDED, LAPSED, SLASHED -> true;
    };
  }

  private static Next waiting(Known known, Reading proven) {
    if (!known.isProven()) {
      return STAY;
    }
    return undone(known, proven, DealState.SEALING, "the claim was undone by a reorg");
  }

  private static Next published(Known known, Reading proven) {
    if (known.isProven()) {
      return undone(known, proven, DealState.SEALING, "the activation was undone by a reorg");
    }
    DealState to = proven == Reading.PUBLISHED ? DealState.SEALING : DealState.COMMITTING;
    if (to.compareTo(known.state()) <= 0) {
      return STAY;
    }
    Finality finality = to == DealState.SEALING ? Finality.FINALIZED : Finality.HEAD;
    return new Move(to, finality, Optional.empty());
  }

  private static Next undone(Known known, Reading proven, DealState to, String text) {
    if (known.finalized() || proven == Reading.ACTIVE) {
      return new Contradiction(text + ", although it was finalized");
    }
    return new Undo(to, new Cause("reorg", text));
  }

  private Next active(Known known, Look head, Reading proven, Look finalized) {
    boolean isFinal = proven == Reading.ACTIVE;
    if (!known.isProven()) {
      return new Move(
          DealState.ACTIVE, isFinal ? Finality.FINALIZED : Finality.HEAD, Optional.empty());
    }
    if (isFinal && !known.finalized()) {
      return new Confirm();
    }
    if (isFinal && known.state() == DealState.ACTIVE && isExpiring(head) && isExpiring(finalized)) {
      return new Move(DealState.EXPIRING, Finality.FINALIZED, Optional.empty());
    }
    return STAY;
  }

  private boolean isExpiring(Look look) {
    return look.height() >= endEpoch(look.evidence()) - expiringWindow;
  }

  /**
   * The epoch up to which the provider has to keep the piece. A claim may live on until its term
   * maximum, but its sector may end from the term minimum on.
   */
  private static long endEpoch(Evidence evidence) {
    return switch (evidence) {
      case MarketDeal deal -> deal.endEpoch();
      case Claim claim -> claim.termStart() + claim.termMin();
      case Allocation _, NoAllocation _, NoMarketDeal _, NotListed _, NotPublished _ ->
          Long.MAX_VALUE;
    };
  }

  private static Next last(DealState to, Reading seen, Reading proven, Optional<Cause> cause) {
    return seen == proven ? new Move(to, Finality.FINALIZED, cause) : STAY;
  }

  /** Missing at the head and at the finalized tipset. */
  private static Next absent(Known known, Look finalized) {
    boolean sameLookAgain = finalized.height() <= known.lastFinalized();
    if (sameLookAgain || !concludesFromAbsence(known, finalized)) {
      return STAY;
    }
    return known.absentLooks() == 0 ? new Missing() : conclude(known, finalized);
  }

  /** An allocation that is not there before its deadline is the scheduler's business, not news. */
  private static boolean concludesFromAbsence(Known known, Look finalized) {
    return known.isProven()
        || finalized.height() > known.deadline()
        || finalized.evidence() instanceof NoMarketDeal;
  }

  private static Next conclude(Known known, Look finalized) {
    if (known.isProven() && finalized.height() >= known.endEpoch()) {
      return new Move(DealState.COMPLETED, Finality.FINALIZED, Optional.empty());
    }
    if (known.isProven() && known.finalized()) {
      return new Move(
          DealState.TERMINATED,
          Finality.FINALIZED,
          Optional.of(terminated("the record is gone from the chain before its end epoch")));
    }
    if (finalized.height() > known.deadline()) {
      return new Move(DealState.LAPSED, Finality.FINALIZED, Optional.of(lapse(known)));
    }
    return new Undo(DealState.ACCEPTED, new Cause("reorg", "the record was undone by a reorg"));
  }

  private static Cause lapse(Known known) {
    return new Cause(
        "not_activated_in_time",
        "The provider did not activate the deal by epoch " + known.deadline() + ".");
  }

  private static Cause terminated(String text) {
    return new Cause("terminated", "The deal ended early: " + text + ".");
  }
}
