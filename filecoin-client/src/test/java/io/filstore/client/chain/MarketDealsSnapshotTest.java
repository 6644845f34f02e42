package io.filstore.client.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.filstore.filecoin.FilAddress;
import io.filstore.fixtures.Fixtures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarketDealsSnapshotTest {

  private static final Set<FilAddress> CLIENT = Set.of(FilAddress.id(1234));
  private static final String DEAL =
      """
      {"Proposal":{"PieceCID":{"/":"baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq"},
      "PieceSize":2048,"VerifiedDeal":true,"Client":"%s","Provider":"t01000","Label":"x","StartEpoch":1,"EndEpoch":2,
      "StoragePricePerEpoch":"0","ProviderCollateral":"0","ClientCollateral":"0"},
      "State":{"SectorStartEpoch":-1,"LastUpdatedEpoch":-1,"SlashEpoch":-1,"VerifiedClaim":7}}
      """;

  private final List<MarketDeal> deals = new ArrayList<>();

  @TempDir Path folder = Path.of("");

  @Test
  void readsPlainJsonAndZstdAlike() {
    MarketDealsRead plain = read(Fixtures.path("chain/rpc/StateMarketDeals.json").toString());
    List<MarketDeal> fromPlain = List.copyOf(deals);
    deals.clear();
    MarketDealsRead packed = read(Fixtures.path("chain/rpc/StateMarketDeals.json.zst").toString());

    assertThat(plain.matched()).isEqualTo(6);
    assertThat(packed.seen()).isEqualTo(6);
    assertThat(deals).isEqualTo(fromPlain);
  }

  @Test
  void theOtherLetterIsTheSameClientAndOldRecordsAreUnderstood() throws IOException {
    Path file = folder.resolve("deals.json");
    Files.writeString(
        file, "{\"1\":" + DEAL.formatted("t01234") + ",\"2\":" + DEAL.formatted("f01235") + "}");

    MarketDealsRead read = read(file.toString());

    assertThat(read.seen()).isEqualTo(2);
    assertThat(deals).extracting(MarketDeal::id).containsExactly(1L);
    assertThat(deals.getFirst().sectorNumber()).isZero();
    assertThat(deals.getFirst().provider()).isEqualTo(FilAddress.id(1000));
  }

  @Test
  void aTruncatedSnapshotIsNoSnapshot() throws IOException {
    byte[] whole = Fixtures.bytes("chain/rpc/StateMarketDeals.json.zst");
    Path cut = folder.resolve("cut.zst");
    Files.write(cut, Arrays.copyOf(whole, whole.length - 20));
    Path half = folder.resolve("half.json");
    Files.writeString(half, "{\"1\":" + DEAL.formatted("f01234"));

    assertThatThrownBy(() -> read(cut.toString())).isInstanceOf(ChainUnavailable.class);
    assertThatThrownBy(() -> read(half.toString())).isInstanceOf(ChainUnavailable.class);
    assertThatThrownBy(() -> read(folder.resolve("absent").toString()))
        .isInstanceOf(ChainUnavailable.class);
  }

  @Test
  void anAddressIsNotReadAgainUntilItChanges() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      server.enqueue(
          new MockResponse.Builder()
              .setHeader("ETag", "\"one\"")
              .setHeader("Last-Modified", "Sat, 21 Nov 2026 03:00:00 GMT")
              .body(new Buffer().writeUtf8("{\"1\":" + DEAL.formatted("f01234") + "}"))
              .build());
      server.enqueue(new MockResponse.Builder().code(304).build());
      server.enqueue(new MockResponse.Builder().code(500).build());
      MarketDealsSnapshot snapshot =
          new MarketDealsSnapshot(
              server.url("/StateMarketDeals.json").toString(), new OkHttpClient());

      assertThat(snapshot.stream(CLIENT, deals::add))
          .isEqualTo(new MarketDealsRead(1, 1, Instant.parse("2026-11-21T03:00:00Z"), false));
      assertThat(server.takeRequest().getHeaders().get("If-None-Match")).isNull();
      assertThat(snapshot.stream(CLIENT, deals::add).unchanged()).isTrue();
      assertThat(server.takeRequest().getHeaders().get("If-None-Match")).isEqualTo("\"one\"");
      assertThatThrownBy(() -> snapshot.stream(CLIENT, deals::add))
          .isInstanceOf(ChainUnavailable.class);
      assertThat(deals).hasSize(1);
    }
  }

  /** Else the deals behind the cut would count as absent until the snapshot changes. */
  @Test
  void whatWasCutOffOnTheWayIsAskedForAgainAsAWhole() throws Exception {
    Buffer whole = new Buffer().write(Fixtures.bytes("chain/rpc/StateMarketDeals.json.zst"));
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      server.enqueue(
          new MockResponse.Builder()
              .setHeader("ETag", "\"one\"")
              .body(whole.copy())
              .onResponseBody(SocketEffect.ShutdownConnection.INSTANCE)
              .build());
      server.enqueue(
          new MockResponse.Builder().setHeader("ETag", "\"one\"").body(whole.copy()).build());
      MarketDealsSnapshot snapshot =
          new MarketDealsSnapshot(server.url("/StateMarketDeals").toString(), new OkHttpClient());

      assertThatThrownBy(() -> snapshot.stream(CLIENT, deals::add))
          .isInstanceOf(ChainUnavailable.class);
      assertThat(snapshot.stream(CLIENT, deals::add).seen()).isEqualTo(6);
      server.takeRequest();
      assertThat(server.takeRequest().getHeaders().get("If-None-Match")).isNull();
    }
  }

  /** Each prefix ends in another block of the frame, or in the middle of a deal. */
  @Test
  void noPrefixIsTakenForTheWhole() throws IOException {
    byte[] json = new ManyDeals(3000).readAllBytes();
    byte[] zstd = Zstd.compress(json);
    for (int cut = 1; cut < 40; cut++) {
      Path part = folder.resolve("part-" + cut);
      Files.write(part, Arrays.copyOf(json, json.length - 1 - json.length * cut / 41));
      assertThatThrownBy(() -> read(part.toString())).isInstanceOf(ChainUnavailable.class);
      Files.write(part, Arrays.copyOf(zstd, zstd.length * cut / 40));
      assertThatThrownBy(() -> read(part.toString())).isInstanceOf(ChainUnavailable.class);
    }
  }

  @Test
  void skipsAnyNumberOfStrangersDeals() throws IOException {
    int count = 200_000;
    MarketDealsParser parser = new MarketDealsParser(CLIENT, deals::add);

    parser.snapshot(new ManyDeals(count));
    MarketDealsRead scanned = MarketDealsScan.snapshot(new ManyDeals(count), CLIENT, deals::add);

    assertThat(parser.seen()).isEqualTo(count);
    assertThat(scanned.seen()).isEqualTo(count);
    assertThat(deals).isEmpty();
  }

  private MarketDealsRead read(String location) {
    return new MarketDealsSnapshot(location, new OkHttpClient()).stream(CLIENT, deals::add);
  }

  /** The map of that many strangers' deals, made while it is read. */
  private static final class ManyDeals extends InputStream {
    private static final byte[] BODY =
        DEAL.formatted("f0999").replace("\n", "").getBytes(StandardCharsets.UTF_8);
    private final int count;
    private int next;
    private byte[] chunk = {'{'};
    private int at;

    ManyDeals(int count) {
      this.count = count;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] into, int from, int length) {
      if (at == chunk.length && !advance()) {
        return -1;
      }
      int n = Math.min(length, chunk.length - at);
      System.arraycopy(chunk, at, into, from, n);
      at += n;
      return n;
    }

    private boolean advance() {
      if (next > count) {
        return false;
      }
      byte[] head = ((next == 0 ? "" : ",") + "\"" + next + "\":").getBytes(StandardCharsets.UTF_8);
      if (next == count) {
        chunk = new byte[] {'}'};
      } else {
        chunk = Arrays.copyOf(head, head.length + BODY.length);
        System.arraycopy(BODY, 0, chunk, head.length, BODY.length);
      }
      next++;
      at = 0;
      return true;
    }
  }
}
