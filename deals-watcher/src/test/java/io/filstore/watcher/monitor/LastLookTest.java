package io.filstore.watcher.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.client.chain.ChainUnavailable;
import io.filstore.db.Rows;
import io.filstore.db.deal.Deal;
import io.filstore.watcher.chain.ScriptedChain;
import org.junit.jupiter.api.Test;

/** What the chain shows of a deal that its provider calls failed. */
class LastLookTest {
  private final ScriptedChain chain = new ScriptedChain();
  private final Bench bench = new Bench();
  private final LastLook look = bench.lastLook(chain);

  @Test
  void aClaimIsALivingDeal() {
    Deal deal = bench.acceptedDdo();
    chain.at(100);
    chain.allocation(90, Bench.allocation());
    assertThat(look.shows(deal)).isFalse();

    chain.claim(110, Bench.claim(110));
    chain.at(110);
    assertThat(look.shows(deal)).isTrue();
  }

  @Test
  void aPublicationInTheEventsIsALivingDealAndTellsItsId() {
    Deal deal = proposedAt(100);
    chain.events(true, true);
    chain.at(120);
    assertThat(look.shows(deal)).isFalse();

    chain.deal(110, Bench.published());
    assertThat(look.shows(deal)).isTrue();
    assertThat(bench.read(deal).chainDealId()).isEqualTo(Bench.DEAL_ID);
  }

  @Test
  void aPendingProposalIsALivingDealWhereThereAreNoEvents() {
    Deal deal = proposedAt(100);
    chain.at(120);
    assertThat(look.shows(deal)).isFalse();

    chain.deal(110, Bench.published());
    assertThat(look.shows(deal)).isFalse();
    chain.tellPending();
    assertThat(look.shows(deal)).isTrue();
  }

  @Test
  void anotherDealOfTheSamePartiesIsNotOurs() {
    Deal deal = proposedAt(100);
    chain.events(true, true);
    chain.at(120);
    chain.deal(110, Bench.record(Bench.DEAL_ID, -1, Bench.START + 1));

    assertThat(look.shows(deal)).isFalse();
  }

  @Test
  void aChainThatIsAwayIsNoAnswer() {
    Deal deal = bench.acceptedDdo();
    chain.at(100);
    chain.cut();

    assertThatThrownBy(() -> look.shows(deal)).isInstanceOf(ChainUnavailable.class);
  }

  private Deal proposedAt(long height) {
    Deal deal = bench.acceptedMk12();
    bench.sent(deal, chain.clock(), height);
    bench.database.jdbc().sql("update deal set proposal_cid = ?").param(Rows.PIECE).update();
    return bench.read(deal);
  }
}
