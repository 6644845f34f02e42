package io.filstore.watcher.faults;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainDisagreement;
import io.filstore.client.chain.ChainError;
import io.filstore.client.chain.SectorSet;
import io.filstore.client.chain.Tipset;
import io.filstore.db.chain.Network;
import io.filstore.db.chain.Networks;
import io.filstore.db.deal.Actor;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.deal.StaleDealException;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.filecoin.FilAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Compares the sectors of proven deals with their providers' faulty ones. Both directions count at
 * the finalized tipset only, so no reorg takes them back. One question per provider and round,
 * however many deals it has.
 */
public final class LookForFaults {
  private static final Logger LOG = LoggerFactory.getLogger(LookForFaults.class);
  private static final String FINALIZED = "finalized";

  private final Chain chain;
  private final Networks networks;
  private final ProvenSectors sectors;
  private final Deals deals;
  private final Jobs jobs;
  private final TransactionTemplate transactions;
  private final Clock clock;

  LookForFaults(
      Chain chain,
      Networks networks,
      ProvenSectors sectors,
      Deals deals,
      Jobs jobs,
      TransactionTemplate transactions,
      Clock clock) {
    this.chain = chain;
    this.networks = networks;
    this.sectors = sectors;
    this.deals = deals;
    this.jobs = jobs;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * One round over all providers with proven deals.
   *
   * @throws io.filstore.client.chain.ChainException when the chain cannot be asked now
   */
  public void run() {
    List<String> providers = sectors.providers();
    if (providers.isEmpty() || !isOurs(chain.networkName())) {
      return;
    }
    Tipset finalized = chain.finalized();
    if (isBehind(finalized)) {
      return;
    }
    providers.forEach(provider -> look(provider, finalized));
  }

  /** The watch tells of another chain and of nodes that lag. */
  private boolean isOurs(String name) {
    return networks.current().filter(row -> row.name().equals(name)).isPresent();
  }

  private boolean isBehind(Tipset finalized) {
    long seen = networks.current().map(Network::finalizedEpoch).orElse(-1L);
    return finalized.height().value() < seen;
  }

  /** A node that does not tell of this provider leaves its deals as they are. */
  private void look(String provider, Tipset at) {
    FilAddress miner = FilAddress.parse(provider);
    try {
      SectorSet faulty = chain.faultySectors(miner, at.key());
      for (ProvenSector held : sectors.of(provider)) {
        boolean now = faulty.contains(held.sector());
        if (now != held.faulted() && (now || isProvenAgain(miner, held.sector(), at))) {
          deals.find(held.dealId()).ifPresent(deal -> record(deal, held.sector(), now, at));
        }
      }
    } catch (ChainError | ChainDisagreement e) {
      LOG.info("the faulty sectors of {} are not told: {}", provider, e.getMessage());
    }
  }

  /** A sector that is given up is no longer among the faulty ones either. */
  private boolean isProvenAgain(FilAddress miner, long sector, Tipset at) {
    return chain.sectorLives(miner, sector, at.key());
  }

  /** Someone else changed the deal since it was read: the next round looks at the new row. */
  private void record(Deal deal, long sector, boolean faulty, Tipset at) {
    Optional<DealMove> move = faulty ? faulted(deal, sector, at) : recovered(deal);
    if (move.isEmpty()) {
      return;
    }
    DealMove change =
        move.get().by(Actor.CHAIN).finality(FINALIZED).evidence(evidence(sector, faulty, at));
    try {
      transactions.executeWithoutResult(_ -> {
        jobs.enqueue(JobName.PLAN, deal.pieceCid());
        deals.apply(deal, change);
      });
    } catch (StaleDealException e) {
      LOG.debug("deal {} was changed meanwhile", deal.id(), e);
    }
  }

  private Optional<DealMove> faulted(Deal deal, long sector, Tipset at) {
    return switch (deal.state()) {
      case ACTIVE, EXPIRING ->
          Optional.of(
              DealMove.to(DealState.FAULTED)
                  .set("faulted_since", clock.instant())
                  .cause(
                      "sector_faulty",
                      "The proof of sector %d is missing at epoch %s."
                          .formatted(sector, at.height())));
      default -> Optional.empty();
    };
  }

  private static Optional<DealMove> recovered(Deal deal) {
    return deal.state() == DealState.FAULTED
        ? Optional.of(DealMove.to(DealState.ACTIVE).set("faulted_since", null))
        : Optional.empty();
  }

  private static Map<String, Object> evidence(long sector, boolean faulty, Tipset at) {
    return Map.of(
        "kind",
        faulty ? "sector_faulty" : "sector_proven",
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
