package io.filstore.watcher.monitor;

import io.filstore.db.deal.Actor;
import io.filstore.db.deal.DatacapLedger;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.watcher.evidence.Evidence;
import io.filstore.watcher.evidence.Finality;
import io.filstore.watcher.evidence.Look;
import io.filstore.watcher.evidence.Next.Move;
import io.filstore.watcher.evidence.Next.Undo;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Records what follows for a deal. Each method is one transaction: the row by compare-and-set on
 * its version, the event, the DataCap ledger and the job that replaces a lost deal; a second
 * watcher or a run after a crash finds the version changed and records nothing twice.
 */
public final class DealRecorder {
  private static final Set<DealState> LOST =
      EnumSet.of(DealState.LAPSED, DealState.TERMINATED, DealState.FAILED);

  /** The piece may want a successor: now, or when nothing but the end was waited for. */
  private static final Set<DealState> SUCCEEDED =
      EnumSet.of(DealState.EXPIRING, DealState.COMPLETED);

  private static final Logger LOG = LoggerFactory.getLogger(DealRecorder.class);

  private final Deals deals;
  private final DatacapLedger datacap;
  private final Jobs jobs;
  private final TransactionTemplate transactions;

  public DealRecorder(
      Deals deals, DatacapLedger datacap, Jobs jobs, TransactionTemplate transactions) {
    this.deals = deals;
    this.datacap = datacap;
    this.jobs = jobs;
    this.transactions = transactions;
  }

  /** A new state, proven by the given look. */
  void moved(Deal deal, Move move, Look proof) {
    DealMove change =
        DealMove.to(move.to())
            .by(Actor.CHAIN)
            .finality(move.finality().word())
            .set("absent_looks", 0)
            .evidence(EvidenceFact.of(proof, move.finality()));
    move.cause().ifPresent(cause -> change.cause(cause.code(), cause.text()));
    columns(change, proof.evidence());
    record(deal, move.to(), change, isOnChain(proof.evidence()));
  }

  /** The provider says where it is; the chain has not spoken. */
  public void reported(Deal deal, DealState to, DealMove change) {
    record(deal, to, change.by(Actor.PROVIDER), false);
  }

  /**
   * The provider lost it once more than is tried: it waits for its last epoch, for until then the
   * provider may turn up with it; one that has none costs nothing twice, and its place is free.
   */
  public void lostForGood(Deal deal, DealMove change) {
    transactions.executeWithoutResult(_ -> {
      Deal told = deals.apply(deal, change.by(Actor.PROVIDER));
      if (deal.lastEpoch() == null) {
        record(told, DealState.FAILED, failed(told), false);
      }
    });
  }

  private static DealMove failed(Deal deal) {
    return DealMove.to(DealState.FAILED)
        .by(Actor.PROVIDER)
        .cause(Deal.PROVIDER_FORGOT, String.valueOf(deal.causeText()));
  }

  /** Something was learnt that is no change of state; the row as it is then. */
  public Deal noted(Deal deal, DealMove change) {
    return Objects.requireNonNull(transactions.execute(_ -> deals.apply(deal, change)));
  }

  /** The provider lost what it accepted: the scheduler offers it again. */
  public void lost(Deal deal, DealMove change) {
    transactions.executeWithoutResult(_ -> {
      jobs.enqueue(JobName.DEAL, deal.id());
      deals.apply(deal, change.by(Actor.PROVIDER));
    });
  }

  /** Back to an earlier state; a record that is gone takes its deal id with it. */
  void undone(Deal deal, Undo undo, Look proof) {
    DealMove change =
        DealMove.undoneTo(undo.to())
            .by(Actor.CHAIN)
            .finality(Finality.HEAD.word())
            .set("absent_looks", 0)
            .set("sector", null)
            .set("active_epoch", null)
            .cause(undo.cause().code(), undo.cause().text())
            .evidence(EvidenceFact.of(proof, Finality.HEAD));
    if (proof.evidence() instanceof Evidence.NoMarketDeal) {
      change.set("chain_deal_id", null);
    }
    record(deal, undo.to(), change, false);
  }

  /**
   * The state stays and is final now: an event of its own type, because the state did not change.
   */
  void confirmed(Deal deal, Look proof) {
    apply(
        deal,
        DealMove.finalized().by(Actor.CHAIN).evidence(EvidenceFact.of(proof, Finality.FINALIZED)));
  }

  /** The state stays and a reorg is unlikely to undo it now. */
  void deepened(Deal deal, Look proof) {
    apply(deal, DealMove.safe().by(Actor.CHAIN).evidence(EvidenceFact.of(proof, Finality.SAFE)));
  }

  void missed(Deal deal) {
    apply(deal, DealMove.stay().set("absent_looks", deal.absentLooks() + 1));
  }

  void seenAgain(Deal deal) {
    apply(deal, DealMove.stay().set("absent_looks", 0));
  }

  /**
   * The id under which f05 holds the deal. After a fork f05 may have given it the number that
   * another deal of ours had before: that one has to be seen missing first, which the looks of the
   * next polls do, and until then this one waits. A closed one is looked at no more and gives the
   * number up at once, unless it was active under it.
   */
  void published(Deal deal, long chainDealId) {
    try {
      transactions.executeWithoutResult(_ -> {
        deals
            .underChainId(chainDealId)
            .filter(DealRecorder::neverHadIt)
            .ifPresent(old -> deals.apply(old, DealMove.stay().set("chain_deal_id", null)));
        deals.apply(deal, DealMove.stay().set("chain_deal_id", chainDealId));
      });
    } catch (DuplicateKeyException _) {
      LOG.info("deal {} waits: f05 number {} is still another deal's", deal.id(), chainDealId);
    }
  }

  private static boolean neverHadIt(Deal old) {
    return !old.state().open() && old.activeEpoch() == null;
  }

  private void record(Deal deal, DealState to, DealMove change, boolean onChain) {
    transactions.executeWithoutResult(_ -> {
      if (onChain) {
        datacap.spend(deal.id());
      }
      if (LOST.contains(to)) {
        datacap.release(deal.id());
      }
      if (LOST.contains(to) || SUCCEEDED.contains(to)) {
        jobs.enqueue(JobName.PLAN, deal.pieceCid());
      }
      deals.apply(deal, change);
    });
  }

  private void apply(Deal deal, DealMove change) {
    transactions.executeWithoutResult(_ -> deals.apply(deal, change));
  }

  /** f05 debits DataCap when it publishes, f06 when it makes the allocation. */
  private static boolean isOnChain(Evidence evidence) {
    return evidence instanceof Evidence.MarketDeal || evidence instanceof Evidence.Claim;
  }

  private static void columns(DealMove change, Evidence evidence) {
    switch (evidence) {
      case Evidence.MarketDeal deal when deal.sectorStartEpoch() >= 0 ->
          change
              .set("sector", deal.sector())
              .set("active_epoch", deal.sectorStartEpoch())
              .set("end_epoch", deal.endEpoch());
      case Evidence.Claim claim ->
          change
              .set("sector", claim.sector())
              .set("active_epoch", claim.termStart())
              .set("end_epoch", claim.termStart() + claim.termMin());
      case Evidence.MarketDeal _,
          Evidence.NoMarketDeal _,
          Evidence.Allocation _,
          Evidence.NoAllocation _,
          Evidence.NotListed _,
          Evidence.NotPublished _ -> {}
    }
  }
}
