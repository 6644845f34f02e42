package io.filstore.watcher.evidence;

import io.filstore.db.deal.DealState;
import java.util.stream.LongStream;

/**
 * When a deal of which the head shows no news is looked at again although no event points at it: as
 * soon as the height alone makes news of the same evidence (start, expiration, end), and from time
 * to time, because an event may be lost.
 */
public final class Timer {
  private final long expiringWindow;
  private final long auditEpochs;

  /**
   * @param expiringWindow as {@link Derivation} has it
   * @param auditEpochs greatest distance of two looks
   */
  public Timer(long expiringWindow, long auditEpochs) {
    this.expiringWindow = expiringWindow;
    this.auditEpochs = auditEpochs;
  }

  /** The height of the next look; always above that of the one before. */
  public long next(String dealId, Known known, Look head) {
    long height = head.height();
    return turningPoints(known, head.evidence()).filter(epoch -> epoch > height).min().stream()
        .map(epoch -> Math.min(epoch, audit(dealId, height)))
        .findFirst()
        .orElseGet(() -> audit(dealId, height));
  }

  private LongStream turningPoints(Known known, Evidence evidence) {
    return switch (evidence) {
      case Evidence.MarketDeal deal when deal.sectorStartEpoch() < 0 ->
          LongStream.of(deal.startEpoch() + 1);
      case Evidence.MarketDeal deal -> endings(known, deal.endEpoch(), deal.endEpoch());
      case Evidence.Claim claim ->
          endings(known, claim.termStart() + claim.termMin(), claim.termStart() + claim.termMax());
      case Evidence.Allocation allocation -> LongStream.of(allocation.expiration() + 1);
      case Evidence.NoMarketDeal _,
          Evidence.NoAllocation _,
          Evidence.NotListed _,
          Evidence.NotPublished _ ->
          LongStream.empty();
    };
  }

  private LongStream endings(Known known, long promised, long last) {
    return known.state() == DealState.ACTIVE
        ? LongStream.of(promised - expiringWindow, last)
        : LongStream.of(last);
  }

  /** Each deal has its own turn, so that audits are spread over the epochs. */
  private long audit(String dealId, long height) {
    long turn = Math.floorMod(dealId.hashCode(), auditEpochs);
    long since = Math.floorMod(height - turn, auditEpochs);
    return height + auditEpochs - since;
  }
}
