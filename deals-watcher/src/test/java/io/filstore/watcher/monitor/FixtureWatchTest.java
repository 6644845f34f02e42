package io.filstore.watcher.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.LotusChain;
import io.filstore.client.chain.MarketDealsSnapshot;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.fixtures.Fixtures;
import io.filstore.watcher.market.FixtureNode;
import java.io.IOException;
import java.time.Instant;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Polls over the shared fixtures of a Lotus node, through the real client. */
class FixtureWatchTest {
  private static final long HEAD = 4_995_000;

  private final Bench bench = new Bench();

  /** The head and the expected states are those of chain/rpc/state-market-deals.json. */
  @ParameterizedTest(name = "{0} -> {3}")
  @CsvSource({
    "123456, 5000000, 6500000, SEALING",
    "123457, 4990000, 6490000, ACTIVE",
    "123458, 3000000, 3518400, COMPLETED",
    "123459, 4800000, 6300000, LAPSED",
    "123460, 3700000, 5200000, TERMINATED",
    "123461, 4700000, 6200000, ACTIVE"
  })
  void findsEachDealInTheListAndDerivesItsState(
      long dealId, long start, long end, DealState expected) throws IOException {
    Deal deal = accepted(start, end);
    try (FixtureNode node = new FixtureNode(HEAD)) {
      Chain chain = LotusChain.connect(node.rpc(), null);
      bench.watch(chain, FixtureWatchTest::now).poll();
    }
    assertThat(bench.read(deal).chainDealId()).isEqualTo(dealId);
    assertThat(bench.read(deal).state()).isEqualTo(expected);
    if (expected == DealState.ACTIVE) {
      assertThat(bench.read(deal).sector()).isEqualTo(dealId == 123_461 ? 0 : 771);
    }
  }

  @Test
  void findsTheDealInACompressedSnapshotFile() throws IOException {
    Deal deal = accepted(4_990_000, 6_490_000);
    try (FixtureNode node = new FixtureNode(HEAD)) {
      Chain chain = LotusChain.connect(node.rpc(), null);
      String file = Fixtures.path("chain/rpc/StateMarketDeals.json.zst").toString();
      MarketDealsSnapshot snapshot = new MarketDealsSnapshot(file, new OkHttpClient());
      bench.watch(chain, snapshot, FixtureWatchTest::now).poll();
    }
    assertThat(bench.read(deal).chainDealId()).isEqualTo(123_457);
    assertThat(bench.read(deal).state()).isEqualTo(DealState.ACTIVE);
  }

  @Test
  void aDealThatTheNodeNoLongerHasIsMissing() throws IOException {
    Deal deal = accepted(4_990_000, 6_490_000);
    try (FixtureNode node = new FixtureNode(HEAD)) {
      Watch watch = bench.watch(LotusChain.connect(node.rpc(), null), FixtureWatchTest::now);
      bench.transactions.executeWithoutResult(
          _ -> bench.deals.apply(bench.read(deal), DealMove.stay().set("chain_deal_id", 123_450L)));
      watch.poll();
    }
    assertThat(bench.read(deal).absentLooks()).isEqualTo(1);
    assertThat(bench.read(deal).state()).isEqualTo(DealState.ACCEPTED);
  }

  @Test
  void followsAnAllocationToItsClaim() throws IOException {
    Deal deal = bench.acceptedDdo();
    bench.transactions.executeWithoutResult(_ ->
        bench.deals.apply(
            bench.read(deal), DealMove.stay().set("allocation_expiration", 5_172_800L)));
    try (FixtureNode node = new FixtureNode(5_020_000)) {
      Watch watch = bench.watch(LotusChain.connect(node.rpc(), null), () -> time(5_020_000));
      watch.poll();
      assertThat(bench.read(deal).state()).isEqualTo(DealState.ACCEPTED);
      node.claimed();
      watch.poll();
    }
    Deal active = bench.read(deal);
    assertThat(active.state()).isEqualTo(DealState.ACTIVE);
    assertThat(active.activeEpoch()).isEqualTo(5_010_000);
    assertThat(active.sector()).isEqualTo(771);
  }

  private Deal accepted(long start, long end) {
    Deal deal = bench.acceptedMk12();
    DealMove terms = DealMove.stay().set("start_epoch", start).set("end_epoch", end);
    bench.transactions.executeWithoutResult(_ -> bench.deals.apply(deal, terms));
    return bench.read(deal);
  }

  private static Instant now() {
    return time(HEAD);
  }

  private static Instant time(long epoch) {
    return Instant.ofEpochSecond(FixtureNode.GENESIS + epoch * FixtureNode.BLOCK_DELAY_S + 5);
  }
}
