package io.filstore.watcher.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.client.chain.ChainError;
import io.filstore.client.chain.MarketDeals;
import io.filstore.db.chain.Network;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.watcher.FilecoinNetwork;
import io.filstore.watcher.chain.ScriptedChain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Polls over a chain that the test moves, on a real PostgreSQL. */
class WatchTest {
  private final Bench bench = new Bench();
  private final ScriptedChain chain = chain();
  private final Watch watch = bench.watch(chain, chain::now);

  int listReadsUntilPublished() {
    return 3;
  }

  /** A node without events: every deal is looked at. */
  ScriptedChain chain() {
    return new ScriptedChain();
  }

  @Test
  void followsAMarketDealFromPublicationToTheFinalActivation() {
    Deal deal = bench.acceptedMk12();
    pollAt(100);
    assertThat(bench.read(deal).state()).isEqualTo(DealState.ACCEPTED);
    assertThat(bench.datacapState(deal)).isEqualTo("reserved");

    chain.deal(110, Bench.published());
    pollAt(111, 112);
    assertThat(bench.datacapState(deal)).isEqualTo("spent");
    pollAt(115, 120);
    chain.deal(200, Bench.activated(199));
    pollAt(201, 202, 205, 206);

    assertThat(bench.story(deal))
        .containsExactly("planned", "accepted", "committing", "sealing", "active", "active final");
    Deal active = bench.read(deal);
    assertThat(active.chainDealId()).isEqualTo(Bench.DEAL_ID);
    assertThat(active.sector()).isEqualTo(771);
    assertThat(active.activeEpoch()).isEqualTo(199);
    assertThat(active.finality()).isEqualTo("finalized");
    assertThat(bench.planJobs()).isZero();
  }

  /** As while F3 stands still: final is 900 epochs below the head, safe 200. */
  @Test
  void aStateIsSafeBeforeItIsFinal() {
    chain.lag(900);
    Deal deal = bench.acceptedDdo();
    chain.allocation(50, Bench.allocation());
    chain.claim(110, Bench.claim(109));
    pollAt(111, 309);
    assertThat(bench.read(deal).finality()).isEqualTo("head");
    pollAt(310, 311, 1_009);
    assertThat(bench.read(deal).finality()).isEqualTo("safe");
    JsonNode evidence = bench.log.of(deal.id(), 0, 10).getLast().data().at("/evidence/0");
    assertThat(evidence.at("/height").asLong()).isEqualTo(110);
    assertThat(evidence.at("/finality").asString()).isEqualTo("safe");
    pollAt(1_010);

    assertThat(bench.story(deal))
        .containsExactly("planned", "accepted", "active", "active safe", "active final");
  }

  @Test
  void whatIsSafeWhenFirstSeenIsOneChange() {
    chain.lag(900);
    Deal deal = bench.acceptedDdo();
    chain.claim(110, Bench.claim(109));
    pollAt(500);

    assertThat(bench.story(deal)).containsExactly("planned", "accepted", "active");
    assertThat(bench.read(deal).finality()).isEqualTo("safe");
  }

  @Test
  void aForkMayStillUndoWhatIsSafe() {
    chain.lag(900);
    Deal deal = bench.acceptedDdo();
    chain.allocation(50, Bench.allocation());
    chain.claim(110, Bench.claim(109));
    pollAt(400);
    chain.revertFrom(100);
    pollAt(401, 402);

    assertThat(bench.story(deal)).containsExactly("planned", "accepted", "active", "sealing");
    assertThat(bench.read(deal).finality()).isEqualTo("head");
  }

  @Test
  void evidenceNamesTheTipsetAndTheIds() {
    Deal deal = bench.acceptedMk12();
    chain.deal(110, Bench.activated(109));
    pollAt(120);

    var evidence = bench.log.of(deal.id(), 0, 10).getLast().data().at("/evidence/0");
    assertThat(evidence.at("/kind").asString()).isEqualTo("market_deal");
    assertThat(evidence.at("/height").asLong()).isEqualTo(115);
    assertThat(evidence.at("/tipset").asString()).isEqualTo(chain.finalized().key().toString());
    assertThat(evidence.at("/finality").asString()).isEqualTo("finalized");
    assertThat(evidence.at("/deal_id").asLong()).isEqualTo(Bench.DEAL_ID);
    assertThat(evidence.at("/sector").asLong()).isEqualTo(771);
  }

  @Test
  void followsADirectDealFromAllocationToClaim() {
    Deal deal = bench.acceptedDdo();
    chain.allocation(50, Bench.allocation());
    pollAt(100);
    chain.claim(110, Bench.claim(109));
    pollAt(111, 116, 117);

    assertThat(bench.story(deal)).containsExactly("planned", "accepted", "active", "active final");
    Deal active = bench.read(deal);
    assertThat(active.sector()).isEqualTo(771);
    assertThat(active.activeEpoch()).isEqualTo(109);
    assertThat(active.endEpoch()).isEqualTo(109 + 518_400);
    assertThat(chain.listReads()).isZero();
  }

  @Test
  void anUnclaimedAllocationLapsesOnceFinalAndIsReplaced() {
    Deal deal = bench.acceptedDdo();
    chain.allocation(50, Bench.allocation());
    pollAt(Bench.START + 1, Bench.START + 5);
    assertThat(bench.read(deal).state()).isEqualTo(DealState.ACCEPTED);
    pollAt(Bench.START + 6);

    assertThat(bench.read(deal).state()).isEqualTo(DealState.LAPSED);
    assertThat(bench.read(deal).causeCode()).isEqualTo("not_activated_in_time");
    assertThat(bench.datacapState(deal)).isEqualTo("released");
    assertThat(bench.planJobs()).isEqualTo(1);
  }

  @Test
  void aTerminatedDealIsReplacedAfterTwoFinalLooks() {
    Deal deal = active();
    chain.dealGone(300);
    pollAt(301, 304);
    assertThat(bench.read(deal).absentLooks()).isZero();
    pollAt(305);
    assertThat(bench.read(deal).absentLooks()).isEqualTo(1);
    watch.poll();
    assertThat(bench.read(deal).state()).isEqualTo(DealState.ACTIVE);
    pollAt(306);

    assertThat(bench.read(deal).state()).isEqualTo(DealState.TERMINATED);
    assertThat(bench.planJobs()).isEqualTo(1);
  }

  @Test
  void aRecordThatComesBackWasNeverGone() {
    Deal deal = active();
    chain.dealGone(300);
    pollAt(305);
    chain.revertFrom(300);
    pollAt(306);

    assertThat(bench.read(deal).absentLooks()).isZero();
    assertThat(bench.read(deal).state()).isEqualTo(DealState.ACTIVE);
  }

  @Test
  void aPublicationUndoneByAReorgIsFoundAgainUnderAnotherId() {
    Deal deal = bench.acceptedMk12();
    chain.deal(110, Bench.published());
    pollAt(111);
    chain.revertFrom(110);
    pollAt(112, 113);
    assertThat(bench.read(deal).state()).isEqualTo(DealState.ACCEPTED);
    assertThat(bench.read(deal).chainDealId()).isNull();
    chain.deal(114, Bench.record(999, -1, Bench.START));
    pollAt(114);

    assertThat(bench.read(deal).chainDealId()).isEqualTo(999);
    assertThat(bench.story(deal))
        .containsExactly("planned", "accepted", "committing", "accepted", "committing");
  }

  @Test
  void aNumberThatAForkGaveToAnotherDealIsWaitedFor() {
    Deal first = bench.acceptedMk12();
    Deal second = bench.acceptedMk12(Bench.OTHER_PROVIDER);
    chain.deal(110, Bench.published());
    pollAt(111);
    chain.revertFrom(110);
    chain.deal(112, Bench.published(Bench.OTHER_PROVIDER));
    pollAt(112);
    assertThat(bench.read(first).chainDealId()).isEqualTo(Bench.DEAL_ID);
    assertThat(bench.read(second).chainDealId()).isNull();
    pollAt(118, 119, 120, 121);

    assertThat(bench.read(first).chainDealId()).isNull();
    assertThat(bench.story(first)).containsExactly("planned", "accepted", "committing", "accepted");
    assertThat(bench.read(second).chainDealId()).isEqualTo(Bench.DEAL_ID);
  }

  @Test
  void aClosedDealGivesTheNumberUpThatAForkTookFromIt() {
    Deal first = bench.acceptedMk12();
    Deal second = bench.acceptedMk12(Bench.OTHER_PROVIDER);
    chain.deal(110, Bench.published());
    pollAt(111);
    chain.revertFrom(110);
    bench.failed(first);
    chain.deal(112, Bench.published(Bench.OTHER_PROVIDER));
    pollAt(112);

    assertThat(bench.read(first).chainDealId()).isNull();
    assertThat(bench.read(second).chainDealId()).isEqualTo(Bench.DEAL_ID);
  }

  @Test
  void aClosedDealKeepsTheNumberUnderWhichItWasActive() {
    Deal first = bench.acceptedMk12();
    Deal second = bench.acceptedMk12(Bench.OTHER_PROVIDER);
    chain.deal(110, Bench.activated(109));
    pollAt(111);
    bench.failed(first);
    chain.deal(112, Bench.published(Bench.OTHER_PROVIDER));
    pollAt(112);

    assertThat(bench.read(first).chainDealId()).isEqualTo(Bench.DEAL_ID);
    assertThat(bench.read(second).chainDealId()).isNull();
  }

  @Test
  void anActivationUndoneByAReorgGoesBackToSealing() {
    Deal deal = bench.acceptedMk12();
    chain.deal(110, Bench.published());
    pollAt(120);
    chain.deal(130, Bench.activated(129));
    pollAt(131);
    chain.revertFrom(130);
    pollAt(132);

    assertThat(bench.story(deal))
        .containsExactly("planned", "accepted", "sealing", "active", "sealing");
    assertThat(bench.read(deal).causeCode()).isEqualTo("reorg");
    assertThat(bench.read(deal).sector()).isNull();
  }

  @Test
  void aProposalThatIsNeverPublishedLapses() {
    Deal deal = bench.acceptedMk12();
    pollAt(Bench.START + 6);
    assertThat(bench.read(deal).state()).isEqualTo(DealState.ACCEPTED);
    pollAt(Bench.START + 7);

    assertThat(bench.read(deal).state()).isEqualTo(DealState.LAPSED);
    assertThat(bench.datacapState(deal)).isEqualTo("released");
    assertThat(bench.planJobs()).isEqualTo(1);
  }

  @Test
  void anotherDealUnderOurIdIsNotOurs() {
    Deal deal = bench.acceptedMk12();
    chain.deal(110, Bench.published());
    pollAt(111);
    chain.deal(112, Bench.record(Bench.DEAL_ID, 111, Bench.START + 5));
    pollAt(112, 120);

    assertThat(bench.read(deal).state()).isNotEqualTo(DealState.ACTIVE);
  }

  @Test
  void readsTheListOnlyWhileAnIdIsMissing() {
    bench.acceptedMk12();
    pollAt(100, 101);
    chain.deal(110, Bench.published());
    pollAt(111, 112, 113, 114);

    assertThat(chain.listReads()).isEqualTo(listReadsUntilPublished());
  }

  @Test
  void anEndpointThatDoesNotListAllDealsStillServesTheRest() {
    Deal unpublished = bench.acceptedMk12();
    Watch gateway = gateway();
    chain.deal(110, Bench.activated(109));
    chain.at(120);
    gateway.poll();
    assertThat(bench.read(unpublished).state()).isEqualTo(DealState.ACCEPTED);

    assertThat(bench.namedDealId(chain).take(bench.read(unpublished), 5)).isFalse();
    assertThat(bench.namedDealId(chain).take(bench.read(unpublished), Bench.DEAL_ID)).isTrue();
    gateway.poll();

    assertThat(bench.read(unpublished).state()).isEqualTo(DealState.ACTIVE);
  }

  private Watch gateway() {
    MarketDeals refused =
        (_, _) -> {
          throw new ChainError("StateMarketDeals", -32601, "method not found");
        };
    return bench.watch(chain, refused, chain::now);
  }

  private void pollAt(Watch watcher, long... heights) {
    for (long height : heights) {
      chain.at(height);
      watcher.poll();
    }
  }

  /** Its provider says nothing any more, and the endpoint does not list all deals. */
  @Test
  void aProposalThatNoEventShowsPublishedLapsesOnceItsStartIsFinal() {
    Deal deal = bench.acceptedMk12();
    bench.sent(deal, chain.clock(), 100);
    chain.events(true, true);
    Watch gateway = gateway();

    pollAt(gateway, Bench.START + 5, Bench.START + 6);
    assertThat(bench.read(deal).state()).isEqualTo(DealState.ACCEPTED);
    pollAt(gateway, Bench.START + 7);

    assertThat(bench.read(deal).state()).isEqualTo(DealState.LAPSED);
    assertThat(bench.read(deal).finality()).isEqualTo("finalized");
    assertThat(bench.planJobs()).isEqualTo(1);
    assertThat(bench.log.of(deal.id(), 0, 100).getLast().data().at("/evidence/0/kind").asString())
        .isEqualTo("not_published");
  }

  @Test
  void withoutEventsOrFromTooLateOnAMissingProposalIsNoProof() {
    Deal deal = bench.acceptedMk12();
    bench.sent(deal, chain.clock(), 100);
    Watch gateway = gateway();

    pollAt(gateway, Bench.START + 7, Bench.START + 8);
    chain.events(true, false);
    pollAt(gateway, Bench.START + 9, Bench.START + 10);

    assertThat(bench.read(deal).state()).isEqualTo(DealState.ACCEPTED);
  }

  @Test
  void aProposalThatAnEventShowsPublishedIsFoundByIt() {
    Deal deal = bench.acceptedMk12();
    bench.sent(deal, chain.clock(), 100);
    chain.events(true, true);
    chain.deal(110, Bench.activated(109));
    Watch gateway = gateway();

    pollAt(gateway, Bench.START + 7, Bench.START + 8);

    assertThat(bench.read(deal).chainDealId()).isEqualTo(Bench.DEAL_ID);
    assertThat(bench.read(deal).state()).isEqualTo(DealState.ACTIVE);
  }

  @Test
  void aPublishedDealThatIsGoneFromTheMarketIsNotTakenForUnpublished() {
    Deal deal = bench.acceptedMk12();
    bench.sent(deal, chain.clock(), 100);
    chain.events(true, true);
    chain.deal(110, Bench.published());
    chain.dealGone(500);
    Watch gateway = gateway();

    pollAt(gateway, Bench.START + 7, Bench.START + 8);

    assertThat(bench.read(deal).state()).isEqualTo(DealState.ACCEPTED);
  }

  @Test
  void twoWatchersAtOnceRecordEachChangeOnce() throws Exception {
    Deal deal = bench.acceptedMk12();
    chain.deal(110, Bench.activated(109));
    chain.at(111);
    List<Watch> watchers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      watchers.add(bench.watch(chain, chain::now));
    }
    try (ExecutorService replicas = Executors.newFixedThreadPool(8)) {
      List<Future<?>> polls = new ArrayList<>();
      for (Watch replica : watchers) {
        polls.add(replicas.submit(replica::poll));
      }
      for (Future<?> poll : polls) {
        poll.get();
      }
    }
    watch.poll();

    assertThat(bench.story(deal)).containsExactly("planned", "accepted", "active");
  }

  /** Else the deals behind it would never be looked at again. */
  @Test
  void aDealThatCannotBeHandledDoesNotStarveTheOthers() {
    Deal broken = bench.acceptedMk12();
    bench.brokenProvider(broken);
    Deal healthy = bench.acceptedDdo();
    chain.deal(10, Bench.published());
    chain.allocation(10, Bench.allocation());
    chain.claim(100, Bench.claim(100));

    assertThatThrownBy(() -> pollAt(110))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(broken.id());

    assertThat(bench.read(healthy).state()).isEqualTo(DealState.ACTIVE);
  }

  @Test
  void aRunKilledBeforeItsCommitIsRepeatedOnce() {
    Deal deal = bench.acceptedDdo();
    chain.claim(110, Bench.claim(109));
    chain.at(120);
    bench.transactions = new KilledBeforeCommit(bench.database.transactions());
    Watch killed = bench.watch(chain, chain::now);

    assertThatThrownBy(killed::poll).isInstanceOf(IllegalStateException.class);
    assertThat(bench.story(deal)).containsExactly("planned", "accepted");
    assertThat(bench.datacapState(deal)).isEqualTo("reserved");
    watch.poll();
    watch.poll();

    assertThat(bench.story(deal)).containsExactly("planned", "accepted", "active");
    assertThat(bench.datacapState(deal)).isEqualTo("spent");
  }

  @Test
  void aNodeThatFellBackIsIgnored() {
    Deal deal = active();
    chain.dealGone(10);
    chain.headOnly(250);
    watch.poll();
    watch.poll();

    assertThat(bench.read(deal).state()).isEqualTo(DealState.ACTIVE);
    assertThat(bench.networks.current().map(Network::headEpoch)).contains(260L);
  }

  @Test
  void aNodeWhoseHeadIsOldIsIgnored() {
    Deal deal = bench.acceptedDdo();
    chain.claim(110, Bench.claim(109));
    chain.at(120).later(Duration.ofMinutes(10));
    watch.poll();

    assertThat(bench.read(deal).state()).isEqualTo(DealState.ACCEPTED);
    assertThat(bench.networks.current()).isEmpty();
  }

  @Test
  void anotherChainBehindTheSameAddressIsIgnored() {
    Deal deal = active();
    chain.otherGenesis();
    chain.dealGone(10);
    pollAt(400, 410);

    assertThat(bench.read(deal).state()).isEqualTo(DealState.ACTIVE);
  }

  /** It stands still while it is down and says afterwards that it began later. */
  @Test
  void theDevnetMayMoveItsGenesis() {
    Deal deal = active();
    chain.otherGenesis();
    chain.at(400);

    bench.watch(chain, chain::streamMarketDeals, chain::now, FilecoinNetwork.DEVNET).poll();

    assertThat(bench.networks.current().orElseThrow().headEpoch()).isEqualTo(400);
    assertThat(bench.read(deal).state()).isEqualTo(DealState.ACTIVE);
  }

  @Test
  void anEndpointThatIsDownChangesNothing() {
    Deal deal = active();
    chain.down("connection refused");
    pollAt(400, 401);
    assertThat(bench.read(deal).state()).isEqualTo(DealState.ACTIVE);
    chain.up();
    pollAt(402);

    assertThat(bench.networks.current().map(Network::headEpoch)).contains(402L);
  }

  /** An f05 deal whose activation is final at head 260. */
  private Deal active() {
    Deal deal = bench.acceptedMk12();
    chain.deal(110, Bench.activated(109));
    pollAt(120, 260);
    assertThat(bench.read(deal).finality()).isEqualTo("finalized");
    return deal;
  }

  private void pollAt(long... heights) {
    pollAt(watch, heights);
  }

  /** Does all the work of the first transaction and then fails instead of committing. */
  private static final class KilledBeforeCommit extends TransactionTemplate {
    private final TransactionTemplate real;

    KilledBeforeCommit(TransactionTemplate real) {
      this.real = real;
    }

    @Override
    public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
      return real.execute((TransactionStatus status) -> {
        action.doInTransaction(status);
        throw new IllegalStateException("killed");
      });
    }
  }
}
