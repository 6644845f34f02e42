package io.filstore.scheduler.proposal;

import io.filstore.client.chain.ChainUnavailable;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.Deals;
import io.filstore.db.deal.StaleDealException;
import io.filstore.scheduler.progress.Causes;
import io.filstore.scheduler.progress.DealProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job {@code deal}: one step of one deal, chosen by what its row says. Every step may run
 * twice, halfway or at the same time as itself: what leaves the house is fixed in the database
 * first, and changes of the row are compare-and-set.
 */
public final class DealStep {

  private static final Logger LOG = LoggerFactory.getLogger(DealStep.class);

  private final Deals deals;
  private final StartDeal start;
  private final SetAsideDatacap datacap;
  private final FillEscrow escrow;
  private final WriteOffer write;
  private final SendOffer send;
  private final DealProgress progress;

  DealStep(
      Deals deals,
      StartDeal start,
      SetAsideDatacap datacap,
      FillEscrow escrow,
      WriteOffer write,
      SendOffer send,
      DealProgress progress) {
    this.deals = deals;
    this.start = start;
    this.datacap = datacap;
    this.escrow = escrow;
    this.write = write;
    this.send = send;
    this.progress = progress;
  }

  /** Takes the deal's next step; nothing when the deal is past this service's part. */
  public void run(String dealId) {
    deals.find(dealId).ifPresent(this::step);
  }

  private void step(Deal deal) {
    try {
      advance(deal);
      if (Causes.CHAIN_UNAVAILABLE.equals(deal.causeCode())) {
        progress.chainBack(deal.id());
      }
    } catch (ChainUnavailable e) {
      progress.chainAway(deal.id(), String.valueOf(e.getMessage()));
      throw e;
    } catch (StaleDealException e) {
      LOG.debug(
          "another run of the step was first and has enqueued what follows: {}", e.getMessage());
    }
  }

  private void advance(Deal deal) {
    switch (deal.state()) {
      case PLANNED -> start.step(deal);
      case BLOCKED -> resume(deal);
      case ALLOCATING -> setAside(deal);
      case PROPOSING -> propose(deal);
      case ACCEPTED,
          TRANSFERRING,
          COMMITTING,
          SEALING,
          ACTIVE,
          EXPIRING,
          COMPLETED,
          REJECTED,
          LAPSED,
          FAULTED,
          TERMINATED,
          FAILED -> {}
    }
  }

  /** A blocked deal goes on where it stopped: nothing is set aside, written or announced twice. */
  private void resume(Deal deal) {
    if (deal.proposalKey() != null) {
      send.step(deal);
    } else if (deal.allocationExpiration() != null || deal.startEpoch() != null) {
      setAside(deal);
    } else {
      start.step(deal);
    }
  }

  private void setAside(Deal deal) {
    if (deal.product().equals("ddo")) {
      datacap.step(deal);
    } else {
      escrow.step(deal);
    }
  }

  private void propose(Deal deal) {
    if (deal.proposalKey() == null) {
      write.step(deal);
    } else {
      send.step(deal);
    }
  }
}
