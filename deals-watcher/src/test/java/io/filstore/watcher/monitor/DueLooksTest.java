package io.filstore.watcher.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainEndpoints;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.watcher.chain.ScriptedChain;
import java.util.LinkedHashMap;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Which deals a poll looks at on a node with events, on a real PostgreSQL. */
class DueLooksTest {
  private final Bench bench = new Bench();
  private final ScriptedChain chain = new ScriptedChain().tellingEvents();
  private final Watch watch = watch(Bench.NO_AUDIT);

  private Watch watch(long audit) {
    bench.audit = audit;
    return bench.watch(chain, chain::now);
  }

  @Test
  void aQuietDealIsNotLookedAt() {
    active();
    pollAt(399);
    int before = chain.looks();
    for (int height = 400; height < 420; height++) {
      pollAt(height);
    }
    assertThat(chain.looks()).isEqualTo(before);
  }

  @Test
  void anEventIsFollowedOnceTheStateShowsIt() {
    Deal deal = active();
    pollAt(261);
    chain.dealGone(400);
    pollAt(399);
    assertThat(bench.read(deal).absentLooks()).isZero();
    pollAt(400, 405, 406);

    assertThat(bench.read(deal).state()).isEqualTo(DealState.TERMINATED);
  }

  @Test
  void aLostEventCostsTimeAndNoTruth() {
    Deal deal = active();
    pollAt(390);
    chain.dealGone(400);
    chain.loseEvents();
    pollAt(401, 406, 407);
    assertThat(bench.read(deal).state()).isEqualTo(DealState.ACTIVE);
    Watch auditing = watch(Bench.AUDIT);
    bench.due.next(bench.read(deal), 407 + Bench.AUDIT);
    for (long height = 500; height < 407 + Bench.AUDIT + 100; height += 50) {
      chain.at(height);
      auditing.poll();
    }

    assertThat(bench.read(deal).state()).isEqualTo(DealState.TERMINATED);
  }

  @Test
  void theHeightAloneMakesADealDue() {
    Deal deal = bench.acceptedDdo();
    chain.allocation(50, Bench.allocation());
    pollAt(100);
    int before = chain.looks();
    pollAt(107, 500, Bench.START);
    assertThat(chain.looks()).isEqualTo(before);
    pollAt(Bench.START + 1, Bench.START + 6);

    assertThat(bench.read(deal).state()).isEqualTo(DealState.LAPSED);
  }

  @Test
  void whoeverChangesADealHasItLookedAt() {
    Deal deal = active();
    pollAt(399);
    int before = chain.looks();
    bench
        .database
        .transactions()
        .executeWithoutResult(
            _ -> bench.deals.apply(bench.read(deal), DealMove.stay().set("provider_status", "x")));
    pollAt(400);
    assertThat(chain.looks()).isGreaterThan(before);
  }

  @Test
  void allAreLookedAtAfterAGap() {
    Deal deal = active();
    pollAt(261);
    chain.dealGone(400);
    chain.loseEvents();
    pollAt(260 + 3000, 260 + 3001);

    assertThat(bench.read(deal).state()).isEqualTo(DealState.TERMINATED);
  }

  @Test
  void aNewProcessGoesOnWhereTheOldOneEnded() {
    Deal deal = active();
    pollAt(261);
    assertThat(bench.networks.eventsReadTo()).isEqualTo(OptionalLong.of(256));
    chain.dealGone(262);
    chain.at(300);
    Watch restarted = bench.watch(chain, chain::now);
    restarted.poll();
    chain.at(301);
    restarted.poll();

    assertThat(bench.read(deal).state()).isEqualTo(DealState.TERMINATED);
  }

  @Test
  void nothingIsConcludedWhileTwoEndpointsDisagreeAboutWhatIsFinal() {
    Deal deal = active();
    ScriptedChain other = new ScriptedChain();
    other.deal(110, Bench.activated(109));
    LinkedHashMap<String, Chain> both = new LinkedHashMap<>();
    both.put("one", chain);
    both.put("other", other);
    Watch careful = bench.watch(ChainEndpoints.of(both, chain::now).chain(), chain::now);
    chain.dealGone(300);
    for (long height = 400; height < 410; height++) {
      chain.at(height);
      other.at(height);
      careful.poll();
    }
    assertThat(bench.read(deal).state()).isEqualTo(DealState.ACTIVE);
    assertThat(bench.read(deal).absentLooks()).isZero();

    other.dealGone(300);
    for (long height = 410; height < 413; height++) {
      chain.at(height);
      other.at(height);
      careful.poll();
    }
    assertThat(bench.read(deal).state()).isEqualTo(DealState.TERMINATED);
  }

  @Test
  void eventsThatAreSwitchedOffMeanwhileAreNoGap() {
    Deal deal = active();
    pollAt(261);
    chain.silent();
    int before = chain.looks();
    pollAt(400);
    assertThat(chain.looks()).isGreaterThan(before);
    chain.tellingEvents().dealGone(402);
    pollAt(403, 408, 409);

    assertThat(bench.read(deal).state()).isEqualTo(DealState.TERMINATED);
  }

  /** An f05 deal whose activation is final at head 260. */
  private Deal active() {
    Deal deal = bench.acceptedMk12();
    chain.deal(110, Bench.activated(109));
    pollAt(120, 259, 260);
    assertThat(bench.read(deal).finality()).isEqualTo("finalized");
    return deal;
  }

  private void pollAt(long... heights) {
    for (long height : heights) {
      chain.at(height);
      watch.poll();
    }
  }
}
