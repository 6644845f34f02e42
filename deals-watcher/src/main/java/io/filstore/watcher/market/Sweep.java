package io.filstore.watcher.market;

import io.filstore.client.chain.MarketDeal;
import io.filstore.client.chain.MarketDeals;
import io.filstore.client.chain.MarketDealsRead;
import io.filstore.db.deal.Deal;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.Cid;
import io.filstore.watcher.chain.ChainView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for our proposals among all deals of the market, streamed. Reads as seldom as told, because
 * the list of a public network is tens of gigabytes (deals-and-chain.md section 6).
 */
public final class Sweep {

  /**
   * A snapshot may show a state as much older than its time stamp: making one takes an hour
   * (lotus#13024).
   */
  private static final Duration SNAPSHOT_MAKING = Duration.ofHours(2);

  private final MarketDeals source;
  private final Duration pause;
  private final Clock clock;
  private @Nullable Instant lastRead;
  private long lastHeight = -1;

  public Sweep(MarketDeals source, Duration pause, Clock clock) {
    this.source = source;
    this.pause = pause;
    this.clock = clock;
  }

  /**
   * What a sweep found.
   *
   * @param dealIds chain deal id by our deal's id
   * @param completeTo height up to which the list is known to be complete; -1 when nothing was read
   * @param lastCompleteTo the same of the list read before
   */
  public record Found(Map<String, Long> dealIds, long completeTo, long lastCompleteTo) {
    public static final Found NOTHING_READ = new Found(Map.of(), -1, -1);
  }

  /**
   * Reads the list when there is something to look for and enough time has passed.
   *
   * @param wanted published by a provider, perhaps; without a chain deal id
   * @param clients id address of each deal's wallet
   */
  public Found look(List<Deal> wanted, Map<String, FilAddress> clients, ChainView view) {
    Instant now = clock.instant();
    Instant last = lastRead;
    if (wanted.isEmpty() || (last != null && now.isBefore(last.plus(pause)))) {
      return Found.NOTHING_READ;
    }
    lastRead = now;
    Matching matching = new Matching(wanted, clients);
    MarketDealsRead read = source.stream(matching.clients(), matching::see);
    if (read.unchanged()) {
      return Found.NOTHING_READ;
    }
    long before = lastHeight;
    lastHeight = completeTo(read, view);
    return new Found(matching.found(), lastHeight, before);
  }

  private static long completeTo(MarketDealsRead read, ChainView view) {
    long finalized = view.finalized().height().value();
    Instant asOf = read.asOf();
    if (asOf == null) {
      return finalized;
    }
    Epoch oldest = view.clock().at(asOf.minus(SNAPSHOT_MAKING));
    return Math.min(finalized, oldest.value());
  }

  private static final class Matching {
    private final Map<Cid, Deal> byCid = new HashMap<>();
    private final Map<MarketTerms, Deal> byTerms = new HashMap<>();

    /** Proposals that a Lotus node made, with the end that we asked for. */
    private final Map<MarketTerms, Deal> rounded = new HashMap<>();

    private final Set<FilAddress> clients = new HashSet<>();
    private final Map<String, Long> found = new HashMap<>();

    Matching(List<Deal> wanted, Map<String, FilAddress> clientIds) {
      for (Deal deal : wanted) {
        FilAddress client = clientIds.get(deal.wallet());
        if (client != null) {
          clients.add(client);
          Map<MarketTerms, Deal> terms = MarketLook.isLotus(deal) ? rounded : byTerms;
          MarketTerms.of(deal, client).ifPresent(ours -> terms.put(ours, deal));
        }
        if (deal.proposalCid() != null) {
          byCid.put(Cid.parse(deal.proposalCid()), deal);
        }
      }
    }

    Set<FilAddress> clients() {
      return clients;
    }

    void see(MarketDeal record) {
      Deal deal = byCid.get(ProposalCid.of(record));
      if (deal == null) {
        MarketTerms published = MarketTerms.of(record);
        deal = byTerms.getOrDefault(published, amongRounded(published));
      }
      if (deal != null) {
        found.putIfAbsent(deal.id(), record.id());
      }
    }

    private @Nullable Deal amongRounded(MarketTerms published) {
      return rounded.entrySet().stream()
          .filter(entry -> entry.getKey().areRoundedIn(published))
          .map(Map.Entry::getValue)
          .findFirst()
          .orElse(null);
    }

    Map<String, Long> found() {
      return Map.copyOf(found);
    }
  }
}
