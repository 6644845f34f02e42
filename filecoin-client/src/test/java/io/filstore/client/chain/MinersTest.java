package io.filstore.client.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.filecoin.FilAddress;
import io.filstore.fixtures.Fixtures;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The list of miners, their power and sectors, as nodes answer and as they should not. */
class MinersTest {
  private final MockWebServer server = new MockWebServer();
  private LotusChain chain = LotusChain.connect("http://127.0.0.1:1/", null);

  @BeforeEach
  void start() throws IOException {
    server.start();
    chain = new LotusChain(new OkHttpClient(), server.url("/rpc/v1").toString(), null);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void answer(int status, String body) {
    server.enqueue(new MockResponse.Builder().code(status).body(body).build());
  }

  @Test
  void eachMinerIsThereOnceAndInOrderWhateverTheSpelling() throws Exception {
    answer(
        200,
        "{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":[\"f01001\",\"t07\",\"f01000\",\"t01001\"]}");

    MinerSet miners = chain.miners();

    assertThat(miners.size()).isEqualTo(3);
    assertThat(miners.after(-1, 2)).containsExactly(FilAddress.id(7), FilAddress.id(1000));
    assertThat(miners.after(999, 9)).containsExactly(FilAddress.id(1000), FilAddress.id(1001));
    assertThat(miners.after(1001, Integer.MAX_VALUE)).isEmpty();
    assertThat(miners.upTo(1000)).isEqualTo(2);
    assertThat(miners.upTo(8)).isEqualTo(1);
    JsonNode sent =
        JsonMapper.shared().readTree(Objects.requireNonNull(server.takeRequest().getBody()).utf8());
    assertThat(sent.path("method").asString()).isEqualTo("Filecoin.StateListMiners");
    assertThat(sent.path("params")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"result\":[\"f01000\"",
        "{\"result\":[\"f01000\",5]}",
        "{\"result\":[\"f01000\",[]]}",
        "{\"result\":[\"f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba\"]}",
        "{\"result\":[\"f0\"]}",
        "{\"result\":{\"f01000\":true}}",
        "{\"result\":null}",
        "{\"id\":1}",
        "[]",
        "<html>403 Forbidden</html>",
        ""
      })
  void whatIsNoListIsRefused(String body) {
    answer(403, body);

    assertThatThrownBy(chain::miners)
        .isInstanceOf(ChainUnavailable.class)
        .hasMessageContaining("HTTP 403 without a list of miners");
  }

  @Test
  void aListLongerThanAnyChainHasIsNotReadToItsEnd() {
    StringBuilder list = new StringBuilder("{\"result\":[\"f00\"");
    IntStream.rangeClosed(1, MinerListParser.MOST)
        .forEach(i -> list.append(",\"f0").append(i).append('"'));
    answer(200, list.append("]}").toString());
    answer(200, "{\"result\":[\"f0" + "0".repeat(1 << 20) + "1\"]}");
    answer(200, "{\"result\":[" + " ".repeat(33 << 20) + "]}");

    assertThatThrownBy(chain::miners).hasMessageContaining("more than 1048576 miners");
    assertThatThrownBy(chain::miners).isInstanceOf(ChainUnavailable.class);
    assertThatThrownBy(chain::miners).isInstanceOf(ChainUnavailable.class);
  }

  @Test
  void aMillionMinersAreHeldAsNumbers() {
    MinerSet miners = MinerSet.of(LongStream.range(0, 1_000_000).map(i -> 2_000_000 - i));

    assertThat(miners.size()).isEqualTo(1_000_000);
    assertThat(miners.after(1_999_999, 5)).containsExactly(FilAddress.id(2_000_000));
  }

  @Test
  void aRefusalIsSaidInTheNodesWords() {
    answer(
        200,
        "{\"error\":{\"code\":-32601,\"message\":\"method 'Filecoin.StateListMiners' not found\"}}");

    assertThatThrownBy(chain::miners)
        .isInstanceOfSatisfying(ChainError.class, e -> assertThat(e.saysUnsupported()).isTrue());
  }

  @Test
  void aLimitIsSaidWithItsTime() {
    server.enqueue(new MockResponse.Builder().code(429).addHeader("Retry-After", "90").build());

    assertThatThrownBy(chain::miners)
        .isInstanceOfSatisfying(
            ChainUnavailable.class,
            e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(90)));
  }

  @Test
  void readsThePowerOfAMiner() {
    JsonNode fixture = Fixtures.json("chain/rpc/state-miner-power.json");
    answer(200, fixture.path("response").toString());

    MinerPower power = chain.minerPower(FilAddress.id(1000));

    assertThat(power.rawBytes()).isEqualTo(BigInteger.ONE.shiftLeft(40));
    assertThat(power.qualityAdjusted()).isEqualTo(BigInteger.TEN.shiftLeft(40));
    assertThat(power.isNone()).isFalse();
  }

  @Test
  void powerThatCannotBeIsRefused() {
    for (String raw : new String[] {"\"-1\"", "\"1" + "0".repeat(60) + "\"", "5", "null"}) {
      answer(
          200,
          "{\"result\":{\"MinerPower\":{\"RawBytePower\":" + raw + ",\"QualityAdjPower\":\"0\"}}}");
      assertThatThrownBy(() -> chain.minerPower(FilAddress.id(1000)))
          .as(raw)
          .isInstanceOf(ChainUnavailable.class);
    }
    answer(200, "{\"result\":{\"MinerPower\":{\"RawBytePower\":\"0\",\"QualityAdjPower\":\"0\"}}}");
    assertThat(chain.minerPower(FilAddress.id(1000)).isNone()).isTrue();
  }

  /** Nodes of today answer with an error, older ones with null; any other error says nothing. */
  @Test
  void aSectorThatNoQueueHoldsIsGone() throws InterruptedException {
    TipsetKey at = TipsetKey.HEAD;
    answer(200, "{\"id\":1,\"result\":{\"OnTime\":5000000,\"Early\":0}}");
    answer(200, "{\"id\":2,\"error\":{\"code\":1,\"message\":\"failed to find sector 7\"}}");
    answer(200, "{\"id\":3,\"result\":null}");
    answer(200, "{\"id\":4,\"error\":{\"code\":1,\"message\":\"failed to load miner actor\"}}");

    assertThat(chain.sectorLives(FilAddress.id(1000), 7, at)).isTrue();
    assertThat(chain.sectorLives(FilAddress.id(1000), 7, at)).isFalse();
    assertThat(chain.sectorLives(FilAddress.id(1000), 7, at)).isFalse();
    assertThatThrownBy(() -> chain.sectorLives(FilAddress.id(1000), 7, at))
        .isInstanceOf(ChainError.class);
    JsonNode sent =
        JsonMapper.shared().readTree(Objects.requireNonNull(server.takeRequest().getBody()).utf8());
    assertThat(sent.path("params").toString()).isEqualTo("[\"f01000\",7,null]");
  }
}
