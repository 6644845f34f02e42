package io.filstore.client.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.FormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;

/** Market deals are read in two ways; no document may tell them apart. */
class MarketDealsFuzzTest {
  private static final Set<FilAddress> CLIENTS = Set.of(FilAddress.id(1234), FilAddress.id(7));
  private static final int[] CHUNKS = {13, 100, 1000, 1 << 16};

  private record Outcome(List<MarketDeal> deals, long seen, long matched) {}

  private interface Reading {
    MarketDealsRead read(List<MarketDeal> deals) throws IOException;
  }

  @FuzzTest
  void snapshots(byte[] bytes) {
    int chunk = CHUNKS[bytes.length % CHUNKS.length];
    Optional<Outcome> scanned =
        outcome(deals ->
            MarketDealsScan.snapshot(new ByteArrayInputStream(bytes), chunk, CLIENTS, deals::add));
    assertThat(scanned).isEqualTo(outcome(deals -> strictly(bytes, deals)));
  }

  @FuzzTest
  void answers(byte[] bytes) {
    int chunk = CHUNKS[bytes.length % CHUNKS.length];
    Optional<Outcome> scanned =
        outcome(deals ->
            MarketDealsScan.answer(new ByteArrayInputStream(bytes), chunk, CLIENTS, deals::add));
    Optional<Outcome> strict =
        outcome(deals ->
            new MarketDealsParser(CLIENTS, deals::add).answer(new ByteArrayInputStream(bytes)));
    assertThat(scanned).isEqualTo(strict);
  }

  private static MarketDealsRead strictly(byte[] bytes, List<MarketDeal> deals) {
    MarketDealsParser parser = new MarketDealsParser(CLIENTS, deals::add);
    parser.snapshot(new ByteArrayInputStream(bytes));
    return new MarketDealsRead(parser.seen(), parser.matched(), null, false);
  }

  /** Nothing when the document was refused, in one of the ways that callers know. */
  private static Optional<Outcome> outcome(Reading reading) {
    List<MarketDeal> deals = new ArrayList<>();
    try {
      MarketDealsRead read = reading.read(deals);
      return Optional.of(new Outcome(deals, read.seen(), read.matched()));
    } catch (IOException
        | JacksonException
        | ChainException
        | FormatException
        | IllegalArgumentException refused) {
      return Optional.empty();
    }
  }
}
