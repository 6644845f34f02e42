package io.filstore.client.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.fixtures.Fixtures;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Two nodes over HTTP, asked as one. */
class ChainEndpointsTest {
  private static final long DEAL = 123456;
  private final JsonNode recordedDeals = Fixtures.json("chain/rpc/state-market-storage-deal.json");

  private final MockWebServer one = new MockWebServer();
  private final MockWebServer two = new MockWebServer();
  private Instant now = Instant.parse("2026-11-01T00:00:00Z");

  @SuppressWarnings("NullAway.Init")
  private ChainEndpoints endpoints;

  @SuppressWarnings("NullAway.Init")
  private Chain chain;

  @BeforeEach
  void start() throws IOException {
    one.start();
    two.start();
    LinkedHashMap<String, Chain> chains = new LinkedHashMap<>();
    chains.put("one", lotus(one));
    chains.put("two", lotus(two));
    endpoints = ChainEndpoints.of(chains, () -> now);
    chain = endpoints.chain();
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
  }

  @Test
  void theFirstThatAnswersCountsAndOneThatFailedRests() {
    one.enqueue(new MockResponse.Builder().code(502).body("<html>").build());
    answer(two, name("a"));
    answer(two, name("b"));
    assertThat(chain.networkName()).isEqualTo("a");
    assertThat(chain.networkName()).isEqualTo("b");
    assertThat(one.getRequestCount()).isEqualTo(1);
    assertThat(endpoints.states().getFirst().problem()).contains("HTTP 502");
    assertThat(endpoints.states().getFirst().restsUntil()).isEqualTo(now.plusSeconds(1));

    now = now.plusSeconds(2);
    answer(one, name("c"));
    assertThat(chain.networkName()).isEqualTo("c");
    assertThat(endpoints.states().getFirst().problem()).isNull();
  }

  @Test
  void eachFailureInARowDoublesTheRest() {
    for (int i = 0; i < 3; i++) {
      one.enqueue(new MockResponse.Builder().code(502).build());
      answer(two, name("a"));
      chain.networkName();
      now = now.plus(Duration.ofMinutes(10));
    }
    assertThat(endpoints.states().getFirst().problem()).isNotNull();
    one.enqueue(new MockResponse.Builder().code(502).build());
    answer(two, name("a"));
    chain.networkName();
    assertThat(endpoints.states().getFirst().restsUntil()).isEqualTo(now.plusSeconds(8));
  }

  @Test
  void whoAsksToBeLeftAloneIsLeftAlone() {
    one.enqueue(
        new MockResponse.Builder().code(429).setHeader("Retry-After", "30").body("slow").build());
    two.enqueue(new MockResponse.Builder().code(429).setHeader("Retry-After", "60").build());

    assertThatThrownBy(chain::networkName).isInstanceOf(ChainUnavailable.class);
    now = now.plusSeconds(29);
    assertThatThrownBy(chain::networkName)
        .isInstanceOf(ChainUnavailable.class)
        .hasMessageContaining("left alone");
    assertThat(one.getRequestCount() + two.getRequestCount()).isEqualTo(2);

    now = now.plusSeconds(2);
    answer(one, name("a"));
    assertThat(chain.networkName()).isEqualTo("a");
    assertThat(two.getRequestCount()).isEqualTo(1);
  }

  @Test
  void versionAndPledgeAreAskedOfTheEndpoints() {
    answer(one, "{\"id\":1,\"result\":28}");
    answer(one, "{\"id\":2,\"result\":\"7\"}");

    assertThat(chain.networkVersion()).isEqualTo(28);
    assertThat(chain.initialPledge(518_400, 1L << 35, 1L << 30)).hasToString("7");
  }

  @Test
  void whatANodeLacksIsAskedOfTheNextOne() {
    answer(one, Fixtures.json("chain/rpc/actor-events.json").at("/errors/2").toString());
    answer(two, "{\"id\":1,\"result\":null}");

    assertThat(chain.actorEvents(Set.of(FilAddress.id(7)), 1, 2)).isEmpty();
    assertThat(endpoints.states()).allMatch(state -> state.problem() == null);
  }

  @Test
  void anOldTipsetThatWasAskedForIsNoHeadThatGoesBack() {
    answer(one, tipset(100));
    answer(one, tipset(40));

    assertThat(chain.tipsetAt(new Epoch(40), chain.head().key()).height()).isEqualTo(new Epoch(40));
    assertThat(two.getRequestCount()).isZero();
    assertThat(endpoints.states()).allMatch(state -> state.problem() == null);
  }

  @Test
  void aHeadThatGoesBackIsPassedOver() {
    answer(one, tipset(100));
    assertThat(chain.head().height().value()).isEqualTo(100);
    answer(one, tipset(98));
    answer(two, tipset(101));
    assertThat(chain.head().height().value()).isEqualTo(101);
    assertThat(endpoints.states().getFirst().problem()).contains("behind");

    answer(two, tipset(99));
    answer(one, tipset(99));
    assertThat(chain.head().height().value()).isEqualTo(99);
  }

  @Test
  void nothingIsConcludedFromWhatTwoTellDifferently() {
    TipsetKey key = finalizedTipset();
    answer(one, recordedDeals.required("error_gone").toString());
    answer(two, deal());

    assertThatThrownBy(() -> chain.storageDeal(DEAL, key))
        .isInstanceOfSatisfying(
            ChainDisagreement.class,
            e -> {
              assertThat(e.question()).startsWith("storageDeal[" + DEAL);
              assertThat(e.answers().getFirst())
                  .isEqualTo(new ChainDisagreement.Answer("one", "Optional.empty"));
              assertThat(e.answers().getLast().endpoint()).isEqualTo("two");
              assertThat(e.answers().getLast().value()).startsWith("Optional[MarketDeal[");
            })
        .hasMessageContaining("one and two disagree");
  }

  @Test
  void twoThatAgreeOrOneWithoutAnOpinionAreAnAnswer() {
    TipsetKey key = finalizedTipset();
    answer(one, deal());
    answer(two, deal());
    assertThat(chain.storageDeal(DEAL, key)).isPresent();
    assertThat(two.getRequestCount()).isEqualTo(1);

    answer(one, deal());
    two.enqueue(new MockResponse.Builder().code(502).build());
    assertThat(chain.storageDeal(DEAL, key)).isPresent();

    answer(one, deal());
    assertThat(chain.storageDeal(DEAL)).isPresent();
    assertThat(two.getRequestCount()).isEqualTo(2);
  }

  @Test
  void theTokenIsShownToTheFirstAlone() throws InterruptedException {
    String list = one.url("/rpc/v1") + " , " + two.url("/rpc/v1?token=other");
    ChainEndpoints connected = ChainEndpoints.connect(list, "secret");
    one.enqueue(new MockResponse.Builder().code(502).build());
    answer(two, name("a"));

    assertThat(connected.chain().networkName()).isEqualTo("a");
    assertThat(one.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer secret");
    assertThat(two.takeRequest().getHeaders().get("Authorization")).isNull();
    assertThat(connected.states().toString()).doesNotContain("other");
  }

  private TipsetKey finalizedTipset() {
    answer(one, tipset(90));
    return chain.finalized().key();
  }

  private String deal() {
    return recordedDeals.required("response_active").toString();
  }

  private static String name(String name) {
    return "{\"id\":1,\"result\":\"" + name + "\"}";
  }

  private static String tipset(long height) {
    JsonNode fixture = Fixtures.json("chain/rpc/chain-head.json").path("response").deepCopy();
    ((ObjectNode) fixture.required("result")).put("Height", height);
    return fixture.toString();
  }

  private static void answer(MockWebServer node, String body) {
    node.enqueue(new MockResponse.Builder().body(body).build());
  }

  private static Chain lotus(MockWebServer node) {
    return new LotusChain(new OkHttpClient(), node.url("/rpc/v1").toString(), null);
  }
}
