package io.filstore.client.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.filecoin.FilAddress;
import io.filstore.fixtures.Fixtures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The scan and the strict parser come to the same outcome, whatever the document. */
class MarketDealsScanTest {
  private static final int DOCUMENTS = 800;
  private static final Set<FilAddress> CLIENTS =
      Set.of(FilAddress.id(1234), FilAddress.id(123_456_789), FilAddress.id(1));
  private static final String ENVELOPE = "{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":";

  /** What a reading amounted to; nothing when it was refused. */
  private record Outcome(List<MarketDeal> deals, long seen, long matched) {}

  private interface Reading {
    MarketDealsRead read(List<MarketDeal> deals) throws IOException;
  }

  @Test
  void agreesWithTheParserAboutEveryDocument() {
    int understood = 0;
    for (int seed = 0; seed < DOCUMENTS; seed++) {
      RandomDeals random = new RandomDeals(seed);
      String map = random.map(60);
      understood += agree(seed, map) ? 1 : 0;
      agree(seed, random.damaged(map));
    }
    assertThat(understood).isBetween(DOCUMENTS / 4, DOCUMENTS - 100);
  }

  @Test
  void agreesWithTheParserAboutAnswers() {
    for (int seed = 0; seed < DOCUMENTS / 4; seed++) {
      RandomDeals random = new RandomDeals(seed);
      String answer = ENVELOPE + random.map(20) + "}";
      String text = seed % 2 == 0 ? answer : random.damaged(answer);
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      Outcome strict = outcome(deals -> parser(deals).answer(new ByteArrayInputStream(bytes)));
      Outcome fast =
          outcome(deals ->
              MarketDealsScan.answer(new ByteArrayInputStream(bytes), 100, CLIENTS, deals::add));
      assertThat(fast).as("seed %d: %s", seed, text).isEqualTo(strict);
    }
  }

  @Test
  void theExpectedFormNeverReachesTheParserUnlessItIsOurs() throws IOException {
    byte[] bytes = Fixtures.bytes("chain/rpc/StateMarketDeals.json");
    byte[] padded = Arrays.copyOf(bytes, bytes.length + ReadAhead.SLACK);

    assertThat(new StrangersDeal(Set.of(FilAddress.id(1234))).skip(padded, 1))
        .isEqualTo(StrangersDeal.OURS);
    StrangersDeal strangers = new StrangersDeal(Set.of(FilAddress.id(123)));
    int at = 1;
    for (int i = 0; i < 6; i++) {
      at = strangers.skip(padded, at) + 1;
      assertThat(at).isPositive();
    }
    assertThat(at).isEqualTo(bytes.length);
  }

  @Test
  void aDealLargerThanTheRoomIsReadAsWell() {
    String deal =
        "{\"1\":{\"Proposal\":{\"Client\":\"f01235\",\"Label\":\"%s\"}}%s"
            .formatted("x".repeat(3 * ReadAhead.ROOM), "}");
    String after = "," + new RandomDeals(3).map(60).substring(1);

    assertThat(agree(0, deal)).isTrue();
    agree(0, deal.substring(0, deal.length() - 1) + after);
    agree(0, deal.substring(0, deal.length() - 1));
  }

  /** Whether both understood it. */
  private static boolean agree(int seed, String document) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    Outcome strict = outcome(deals -> strictly(deals, bytes));
    for (int chunk : new int[] {seed % 10 == 0 ? 7 : 97, 1 + seed * 7 % 3000}) {
      Outcome fast =
          outcome(deals ->
              MarketDealsScan.snapshot(
                  new ByteArrayInputStream(bytes), chunk, CLIENTS, deals::add));
      assertThat(fast).as("seed %d, chunks of %d: %s", seed, chunk, document).isEqualTo(strict);
    }
    return strict.seen() >= 0;
  }

  private static MarketDealsRead strictly(List<MarketDeal> deals, byte[] bytes) {
    MarketDealsParser parser = parser(deals);
    InputStream in = new ByteArrayInputStream(bytes);
    parser.snapshot(in);
    return new MarketDealsRead(parser.seen(), parser.matched(), null, false);
  }

  private static MarketDealsParser parser(List<MarketDeal> deals) {
    return new MarketDealsParser(CLIENTS, deals::add);
  }

  private static Outcome outcome(Reading reading) {
    List<MarketDeal> deals = new ArrayList<>();
    try {
      MarketDealsRead read = reading.read(deals);
      return new Outcome(deals, read.seen(), read.matched());
    } catch (IOException | RuntimeException refused) {
      return new Outcome(List.of(), -1, -1);
    }
  }
}
