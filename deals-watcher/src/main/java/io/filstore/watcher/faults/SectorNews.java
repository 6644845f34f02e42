package io.filstore.watcher.faults;

import io.filstore.client.chain.Tipset;
import io.filstore.db.deal.Actor;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.deal.StaleDealException;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** Records what follows for a deal from what its sector is at a finalized tipset. */
final class SectorNews {
  private static final Logger LOG = LoggerFactory.getLogger(SectorNews.class);
  private static final String FINALIZED = "finalized";

  private final Deals deals;
  private final Jobs jobs;
  private final TransactionTemplate transactions;
  private final long expiringWindow;
  private final Clock clock;

  /**
   * @param expiringWindow epochs before the end at which a deal counts as expiring
   */
  SectorNews(
      Deals deals, Jobs jobs, TransactionTemplate transactions, long expiringWindow, Clock clock) {
    this.deals = deals;
    this.jobs = jobs;
    this.transactions = transactions;
    this.expiringWindow = expiringWindow;
    this.clock = clock;
  }

  /** Its proof is missing; nothing for a deal that is said to be faulted already. */
  void faulty(ProvenSector held, Tipset at) {
    if (!held.faulted()) {
      record(held, "sector_faulty", at, deal -> faulted(deal, held, at));
    }
  }

  /** It is there and not faulty; nothing for a deal that is not said to be faulted. */
  void proven(ProvenSector held, Tipset at) {
    if (held.faulted()) {
      record(held, "sector_proven", at, deal -> recovered(deal, at.height().value()));
    }
  }

  /** It ended: early, unless the provider had to keep the piece no longer. */
  void gone(ProvenSector held, Tipset at) {
    record(held, "sector_gone", at, deal -> Optional.of(ended(held, at)));
  }

  private Optional<DealMove> faulted(Deal deal, ProvenSector held, Tipset at) {
    return switch (deal.state()) {
      case ACTIVE, EXPIRING ->
          Optional.of(
              DealMove.to(DealState.FAULTED)
                  .set("faulted_since", clock.instant())
                  .cause(
                      "sector_faulty",
                      "The proof of sector %d is missing at epoch %s."
                          .formatted(held.sector(), at.height())));
      default -> Optional.empty();
    };
  }

  /** Back to where the watch would have it, or it would be said to become expiring twice. */
  private Optional<DealMove> recovered(Deal deal, long height) {
    if (deal.state() != DealState.FAULTED) {
      return Optional.empty();
    }
    Long end = deal.endEpoch();
    boolean expiring = end != null && height >= end - expiringWindow;
    return Optional.of(
        DealMove.to(expiring ? DealState.EXPIRING : DealState.ACTIVE).set("faulted_since", null));
  }

  private static DealMove ended(ProvenSector held, Tipset at) {
    return held.isOverAt(at.height().value())
        ? DealMove.to(DealState.COMPLETED)
        : DealMove.to(DealState.TERMINATED)
            .cause(
                "terminated",
                "The deal ended early: sector %d is gone by epoch %s."
                    .formatted(held.sector(), at.height()));
  }

  /** Someone else changed the deal since it was read: the next round looks at the new row. */
  private void record(
      ProvenSector held, String kind, Tipset at, Function<Deal, Optional<DealMove>> move) {
    Optional<Deal> deal = deals.find(held.dealId()).filter(found -> found.state().open());
    Optional<DealMove> change = deal.flatMap(move);
    if (deal.isEmpty() || change.isEmpty()) {
      return;
    }
    DealMove told =
        change
            .get()
            .by(Actor.CHAIN)
            .finality(FINALIZED)
            .evidence(evidence(kind, held.sector(), at));
    try {
      transactions.executeWithoutResult(_ -> {
        jobs.enqueue(JobName.PLAN, deal.get().pieceCid());
        deals.apply(deal.get(), told);
      });
    } catch (StaleDealException e) {
      LOG.debug("deal {} was changed meanwhile", held.dealId(), e);
    }
  }

  private static Map<String, Object> evidence(String kind, long sector, Tipset at) {
    return Map.of(
        "kind",
        kind,
        "sector",
        sector,
        "height",
        at.height().value(),
        "tipset",
        at.key().toString(),
        "finality",
        FINALIZED);
  }
}
