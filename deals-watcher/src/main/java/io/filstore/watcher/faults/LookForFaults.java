package io.filstore.watcher.faults;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainDisagreement;
import io.filstore.client.chain.ChainError;
import io.filstore.client.chain.SectorSet;
import io.filstore.client.chain.Tipset;
import io.filstore.db.chain.Network;
import io.filstore.db.chain.Networks;
import io.filstore.filecoin.FilAddress;
import io.filstore.watcher.chain.Agreement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the sectors of proven deals with their providers' faulty ones, and sees now and then
 * that those of direct deals are still there. Everything counts at the finalized tipset only, so no
 * reorg takes it back. Faults are one question per provider and round, however many deals it has;
 * sectors are looked at one by one, a limited number in a round.
 */
public final class LookForFaults {
  private static final Logger LOG = LoggerFactory.getLogger(LookForFaults.class);

  /** Questions about single sectors in a round: 100,000 deals are through in a month of rounds. */
  private static final int MOST_SECTORS = 100;

  private final Chain chain;
  private final Networks networks;
  private final ProvenSectors sectors;
  private final SectorNews news;
  private final Agreement agreement;
  private final Duration seenFor;
  private final Clock clock;

  /** Finalized height at which the sector of a deal was first missing; forgotten with a restart. */
  private final Map<String, Long> missing = new HashMap<>();

  /**
   * @param seenFor how long a sector that was seen is not looked at again
   */
  LookForFaults(
      Chain chain,
      Networks networks,
      ProvenSectors sectors,
      SectorNews news,
      Agreement agreement,
      Duration seenFor,
      Clock clock) {
    this.chain = chain;
    this.networks = networks;
    this.sectors = sectors;
    this.news = news;
    this.agreement = agreement;
    this.seenFor = seenFor;
    this.clock = clock;
  }

  /**
   * One round over all providers with proven deals.
   *
   * @throws io.filstore.client.chain.ChainException when the chain cannot be asked now
   */
  public synchronized void run() {
    List<String> providers = sectors.providers();
    if (providers.isEmpty() || !isOurs(chain.networkName())) {
      return;
    }
    Tipset finalized = chain.finalized();
    if (isBehind(finalized)) {
      return;
    }
    int each = 1 + MOST_SECTORS / providers.size();
    Agreement.Met met = null;
    for (String provider : providers) {
      try {
        look(provider, finalized, each);
      } catch (ChainError e) {
        LOG.info("the sectors of {} are not told: {}", provider, e.getMessage());
      } catch (ChainDisagreement e) {
        met = new Agreement.Met(e, null);
      }
    }
    agreement.after("sectors", met);
  }

  /** The watch tells of another chain and of nodes that lag. */
  private boolean isOurs(String name) {
    return networks.current().filter(row -> row.name().equals(name)).isPresent();
  }

  private boolean isBehind(Tipset finalized) {
    long seen = networks.current().map(Network::finalizedEpoch).orElse(-1L);
    return finalized.height().value() < seen;
  }

  /**
   * A node that does not tell of this provider leaves its deals as they are.
   *
   * @param most questions about sectors that are due
   */
  private void look(String provider, Tipset at, int most) {
    FilAddress miner = FilAddress.parse(provider);
    int asked = 0;
    SectorSet faulty = chain.faultySectors(miner, at.key());
    for (ProvenSector held : sectors.of(provider, clock.instant().minus(seenFor))) {
      if (faulty.contains(held.sector())) {
        missing.remove(held.dealId());
        news.faulty(held, at);
      } else if (held.faulted()) {
        see(held, miner, at);
      } else if (held.direct() && held.due() && asked < most) {
        asked++;
        see(held, miner, at);
      }
    }
  }

  /** A sector that is given up is not among the faulty ones either. */
  private void see(ProvenSector held, FilAddress miner, Tipset at) {
    if (chain.sectorLives(miner, held.sector(), at.key())) {
      missing.remove(held.dealId());
      sectors.seen(held.dealId(), clock.instant());
      news.proven(held, at);
    } else if (held.direct() && isMissingAgain(held, at.height().value())) {
      missing.remove(held.dealId());
      news.gone(held, at);
    }
  }

  /** One look may be wrong: two at different heights have to agree. f05 tells of its deals. */
  private boolean isMissingAgain(ProvenSector held, long height) {
    Long first = missing.putIfAbsent(held.dealId(), height);
    return first != null && first < height;
  }
}
