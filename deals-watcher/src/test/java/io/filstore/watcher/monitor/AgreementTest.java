package io.filstore.watcher.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainEndpoints;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.db.event.Event;
import io.filstore.watcher.chain.ScriptedChain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two endpoints that tell different things of a finalized tipset. */
class AgreementTest {
  private static final String NETWORK = "scripted";

  private final Bench bench = new Bench();
  private final ScriptedChain one = new ScriptedChain();
  private final ScriptedChain two = new ScriptedChain();
  private final Chain both = both();

  @Test
  void whatOneEndpointTellsAloneIsAnEventAndNothingIsConcluded() {
    Deal deal = bench.acceptedDdo();
    one.claim(100, Bench.claim(99));
    pollAt(120, 121, 122);

    assertThat(bench.read(deal).state()).isEqualTo(DealState.ACCEPTED);
    assertThat(told()).extracting(Event::type).containsExactly("chain.disagreement");
    JsonNode data = told().getFirst().data();
    assertThat(data.at("/network").asString()).isEqualTo(NETWORK);
    assertThat(data.at("/about").asString()).isEqualTo("deals");
    assertThat(data.at("/deal_id").asString()).isEqualTo(deal.id());
    assertThat(data.at("/question").asString()).startsWith("claim[f01000, " + Bench.ALLOCATION);
    assertThat(data.at("/answers/0/endpoint").asString()).isEqualTo("one");
    assertThat(data.at("/answers/0/value").asString()).startsWith("Optional[Claim[");
    assertThat(data.at("/answers/1/endpoint").asString()).isEqualTo("two");
    assertThat(data.at("/answers/1/value").asString()).isEqualTo("Optional.empty");
  }

  @Test
  void whenTheyAgreeAgainThatIsAnEventAlsoAfterARestart() {
    Deal deal = bench.acceptedDdo();
    one.claim(100, Bench.claim(99));
    pollAt(120);
    pollAt(121);
    two.claim(100, Bench.claim(99));
    pollAt(122, 123);

    assertThat(bench.read(deal).state()).isEqualTo(DealState.ACTIVE);
    assertThat(told())
        .extracting(Event::type)
        .containsExactly("chain.disagreement", "chain.agreement");
    assertThat(told().getLast().data().at("/since"))
        .isEqualTo(told().getFirst().data().at("/since"));
  }

  private List<Event> told() {
    return bench.log.of(NETWORK, 0, 10);
  }

  /** Each call is a watcher that has just been started. */
  private void pollAt(long... heights) {
    Watch watch = bench.watch(both, one::now);
    for (long height : heights) {
      one.at(height);
      two.at(height);
      watch.poll();
    }
  }

  private Chain both() {
    SequencedMap<String, Chain> chains = new LinkedHashMap<>();
    chains.put("one", one);
    chains.put("two", two);
    return ChainEndpoints.of(chains, one::now).chain();
  }
}
