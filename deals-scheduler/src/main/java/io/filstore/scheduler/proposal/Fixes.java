package io.filstore.scheduler.proposal;

import io.filstore.client.deal.Refusals;
import io.filstore.client.deal.RejectionCause;
import io.filstore.client.deal.Stated;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.piece.Pieces;
import io.filstore.scheduler.network.FreshChain;
import io.filstore.scheduler.policy.PiecePolicies;
import io.filstore.scheduler.policy.PolicyProperties;
import java.math.BigInteger;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's refusals teach the next mk12 offer of the piece there. The provider's words are
 * the memory: they stay in the cause of the deal that they ended.
 */
final class Fixes {

  private static final BigInteger GIB = BigInteger.ONE.shiftLeft(30);

  /** Sixty days: a verified deal has to be sealed by then whatever it says. */
  private static final long FARTHEST_START = 172_800;

  private final Deals deals;
  private final Pieces pieces;
  private final FreshChain chain;
  private final PolicyProperties settings;
  private final PiecePolicies policies;
  private final Clock clock;

  Fixes(
      Deals deals,
      Pieces pieces,
      FreshChain chain,
      PolicyProperties settings,
      PiecePolicies policies,
      Clock clock) {
    this.deals = deals;
    this.pieces = pieces;
    this.chain = chain;
    this.settings = settings;
    this.policies = policies;
    this.clock = clock;
  }

  /** Whether an offer that minds the refusal is one that we would make. */
  boolean helps(Deal deal, RejectionCause cause, String text) {
    if (!deal.product().equals("mk12")) {
      return false;
    }
    Stated stated = Refusals.stated(text);
    return switch (cause) {
      case PRICE_BELOW_ASK -> stated.least() == null || stated.least().compareTo(cap(deal)) <= 0;
      case START_EPOCH_OUT_OF_RANGE -> stated.least() == null || near(stated.least());
      case COLLATERAL_OUT_OF_RANGE -> stated.least() != null || stated.most() != null;
      default -> false;
    };
  }

  /** The most that policy pays for the piece, attoFIL per epoch. */
  private BigInteger cap(Deal deal) {
    long size = pieces.find(deal.pieceCid()).orElseThrow().paddedSize();
    return policies
        .of(deal)
        .maxPriceAttofilPerGibEpoch()
        .multiply(BigInteger.valueOf(size))
        .divide(GIB);
  }

  private boolean near(BigInteger epoch) {
    long farthest = chain.head().height().value() + FARTHEST_START;
    return epoch.compareTo(BigInteger.valueOf(farthest)) <= 0;
  }

  /** What the recent refusals of this provider for the deal's piece say together. */
  Learnt learnt(Deal deal) {
    List<Deal> refused =
        deals.ofPiece(deal.pieceCid()).stream()
            .filter(old -> old.provider().equals(deal.provider()))
            .filter(old -> old.product().equals(deal.product()))
            .filter(old -> old.state() == DealState.REJECTED && recent(old))
            .toList();
    Learnt learnt = Learnt.NOTHING;
    for (Deal old : refused) {
      RejectionCause cause =
          RejectionCause.of(old.causeCode())
              .filter(c -> helps(deal, c, String.valueOf(old.causeText())))
              .orElse(null);
      if (cause != null) {
        learnt = learnt.and(cause, Refusals.stated(String.valueOf(old.causeText())));
      }
    }
    return learnt;
  }

  private boolean recent(Deal old) {
    return old.updatedAt().plus(settings.patience()).isAfter(clock.instant());
  }

  /**
   * Bounds that the next offer keeps.
   *
   * @param laterBy how many times a start was refused without saying what would do
   * @param earliest a start that the provider named
   */
  record Learnt(
      int laterBy,
      long earliest,
      BigInteger leastPrice,
      @Nullable BigInteger leastCollateral,
      @Nullable BigInteger mostCollateral) {

    static final Learnt NOTHING = new Learnt(0, 0, BigInteger.ZERO, null, null);

    Learnt and(RejectionCause cause, Stated stated) {
      BigInteger least = stated.least();
      return switch (cause) {
        case PRICE_BELOW_ASK ->
            new Learnt(
                laterBy,
                earliest,
                least == null ? leastPrice : leastPrice.max(least),
                leastCollateral,
                mostCollateral);
        case START_EPOCH_OUT_OF_RANGE ->
            least == null
                ? new Learnt(laterBy + 1, earliest, leastPrice, leastCollateral, mostCollateral)
                : new Learnt(
                    laterBy,
                    Math.max(earliest, least.longValueExact()),
                    leastPrice,
                    leastCollateral,
                    mostCollateral);
        case COLLATERAL_OUT_OF_RANGE ->
            new Learnt(laterBy, earliest, leastPrice, least, stated.most());
        default -> this;
      };
    }

    /** A margin from the head, or from the epoch that the provider named if that is later. */
    long start(long head, long margin) {
      return Math.max(head + margin * (1 + laterBy), earliest == 0 ? 0 : earliest + margin);
    }

    BigInteger price(BigInteger ask) {
      return ask.max(leastPrice);
    }

    BigInteger collateral(BigInteger usual) {
      BigInteger enough = leastCollateral == null ? usual : usual.max(leastCollateral);
      return mostCollateral == null ? enough : enough.min(mostCollateral);
    }
  }
}
