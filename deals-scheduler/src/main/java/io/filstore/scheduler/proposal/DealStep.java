package io.filstore.scheduler.proposal;

import io.filstore.client.chain.ChainException;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.deal.StaleDealException;
import io.filstore.scheduler.network.FreshChain;
import io.filstore.scheduler.progress.Causes;
import io.filstore.scheduler.progress.DealProgress;
import io.filstore.scheduler.wallet.WalletCannot;
import java.util.Optional;
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
  private final OfferAgain again;
  private final FreshChain chain;
  private final DealProgress progress;

  DealStep(
      Deals deals,
      StartDeal start,
      SetAsideDatacap datacap,
      FillEscrow escrow,
      WriteOffer write,
      SendOffer send,
      OfferAgain again,
      FreshChain chain,
      DealProgress progress) {
    this.deals = deals;
    this.start = start;
    this.datacap = datacap;
    this.escrow = escrow;
    this.write = write;
    this.send = send;
    this.again = again;
    this.chain = chain;
    this.progress = progress;
  }

  /**
   * Takes the deal's next step; nothing when the deal is past this service's part. A step that
   * fails says so in the deal's cause and throws, to be repeated.
   */
  public void run(String dealId) {
    Optional<Deal> deal = deals.find(dealId).filter(DealStep::isOurs);
    if (deal.isEmpty()) {
      return;
    }
    try {
      chain.head();
      step(deal.get());
      if (Causes.passing(deal.get().causeCode())) {
        progress.recovered(dealId);
      }
    } catch (StaleDealException e) {
      LOG.debug("the deal was changed during its step: {}", e.getMessage());
      progress.again(dealId);
    } catch (WalletCannot e) {
      progress.block(deal.get(), Causes.WALLET_CANNOT, String.valueOf(e.getMessage()));
    } catch (ChainException e) {
      trouble(dealId, Causes.CHAIN_UNAVAILABLE, String.valueOf(e.getMessage()), e);
      throw e;
    } catch (RuntimeException e) {
      String text =
          "the step failed with %s and is repeated".formatted(e.getClass().getSimpleName());
      trouble(dealId, Causes.INTERNAL, text, e);
      throw e;
    }
  }

  private static boolean isOurs(Deal deal) {
    return deal.state().compareTo(DealState.ACCEPTED) < 0 || OfferAgain.isDue(deal);
  }

  private void trouble(String dealId, String code, String text, RuntimeException why) {
    try {
      progress.trouble(dealId, code, text);
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  private void step(Deal deal) {
    switch (deal.state()) {
      case PLANNED -> start.step(deal);
      case BLOCKED -> resume(deal);
      case ALLOCATING -> setAside(deal);
      case PROPOSING -> propose(deal);
      case ACCEPTED, TRANSFERRING -> again.step(deal);
      case COMMITTING,
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
