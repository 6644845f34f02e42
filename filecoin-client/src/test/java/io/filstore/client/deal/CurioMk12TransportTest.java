package io.filstore.client.deal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpServer;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.DealLabel;
import io.filstore.filecoin.DealProposal;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.mk12.DealParams;
import io.filstore.fixtures.Fixtures;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PaddedPieceSize;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class CurioMk12TransportTest extends DealTransportContract<FakeCurio> {

  @Override
  FakeCurio start() {
    return FakeCurio.start(Clock.systemUTC());
  }

  private static final String PIECE =
      "baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq";
  private static final Cid PAYLOAD =
      Cid.parse("bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi");

  @Override
  CurioMk12Transport transport(ProviderAddresses addresses) {
    return new CurioMk12Transport(addresses);
  }

  @Override
  DealOffer offer() {
    DealProposal proposal =
        new DealProposal(
            Cid.parse(PIECE),
            new PaddedPieceSize(34359738368L),
            true,
            key.address(),
            FilAddress.id(1000),
            new DealLabel.Text(PAYLOAD.toString()),
            new Epoch(5_000_000),
            new Epoch(6_500_000),
            AttoFil.ZERO,
            AttoFil.of(5936600000000000L),
            AttoFil.ZERO);
    return new Mk12Deal(
            UUID.randomUUID(),
            proposal.sign(key),
            PAYLOAD,
            URI.create("https://data.example.org/piece/" + PIECE),
            "t",
            34_000_000_000L)
        .offer();
  }

  @Override
  FakeCurio.Fault refusal(String text) {
    return new FakeCurio.Fault.Refuse(200, text);
  }

  @Test
  void theDealParamsAreTheRecordedBytes() {
    JsonNode vector = Fixtures.json("chain/vectors/mk12-cbor.json");
    String recorded = vector.path("dealParamsSignedHex").asString();
    DealParams params = DealParams.decode(HexFormat.of().parseHex(recorded));

    DealOffer offer =
        new Mk12Deal(
                params.dealUuid(),
                params.proposal(),
                params.dealDataRoot(),
                URI.create("https://data.example.org/piece/" + PIECE),
                "t",
                params.transfer().size())
            .offer();

    assertThat(HexFormat.of().formatHex(offer.body())).isEqualTo(recorded);
    assertThat(offer.key()).isEqualTo(vector.path("dealUuid").asString());
  }

  @Test
  void anOfflineDealNamesNeitherUrlNorToken() {
    DealParams online = DealParams.decode(offer().body());
    DealOffer offer =
        new Mk12Deal(
                online.dealUuid(),
                online.proposal(),
                PAYLOAD,
                URI.create("https://x/"),
                "t",
                34_000)
            .offlineOffer();

    DealParams params = DealParams.decode(offer.body());
    assertThat(params.offline()).isTrue();
    assertThat(params.transfer().type()).isEmpty();
    assertThat(params.transfer().params()).isEmpty();
    assertThat(params.transfer().size()).isEqualTo(34_000);
    assertThat(transport(ProviderAddresses.any()).propose(provider.url(), offer, key))
        .isInstanceOf(ProposalOutcome.Accepted.class);
  }

  @Test
  void tellsHowManyBytesTheProviderHas() {
    DealOffer offer = offer();
    transport(ProviderAddresses.any()).propose(provider.url(), offer, key);
    provider.received(12_345);

    assertThat(transport(ProviderAddresses.any()).status(provider.url(), offer, key))
        .isEqualTo(new OfferStatus.Stored("Processing", "", null, 0, 12_345));
  }

  @Test
  void readsTheAsk() {
    CurioMk12Transport transport = transport(ProviderAddresses.any());

    for (URI url : List.of(provider.url(), provider.urlBehindProxy())) {
      assertThat(transport.ask(url, FilAddress.id(1000)).orElseThrow().price())
          .isEqualTo(AttoFil.of(50_000_000));
    }
  }

  @Test
  void anAnswerThatNeverEndsIsLostInTime() throws IOException {
    HttpServer dripping = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    CountDownLatch end = new CountDownLatch(1);
    dripping.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          awaitEnd(end);
          exchange.close();
        });
    dripping.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    dripping.start();
    try {
      CurioMk12Transport transport =
          new CurioMk12Transport(ProviderAddresses.any(), Duration.ofMillis(300));
      URI url = URI.create("http://127.0.0.1:" + dripping.getAddress().getPort());

      OfferStatus status =
          assertTimeoutPreemptively(
              Duration.ofSeconds(20), () -> transport.status(url, offer(), key));

      assertThat(status).isEqualTo(new OfferStatus.Unknown("no complete answer within 300 ms"));
    } finally {
      end.countDown();
      dripping.stop(0);
    }
  }

  private static void awaitEnd(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aDealDoesNotTellItsToken() {
    DealParams params = DealParams.decode(offer().body());
    Mk12Deal deal =
        new Mk12Deal(
            params.dealUuid(),
            params.proposal(),
            PAYLOAD,
            URI.create("https://data.example.org/"),
            "secret-token",
            1);

    assertThat(deal.toString()).isEqualTo("Mk12Deal[" + params.dealUuid() + "]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "failed validation: piece size less than minimum required size: 256 < 512|PIECE_TOO_SMALL",
        "deal rejected due to backpressure. Please retry in some time.|OVERLOADED",
        "we only take art|PROVIDER_REFUSED"
      })
  void sortsTheTexts(String text, RejectionCause cause) {
    provider.next(refusal(text));

    assertThat(transport(ProviderAddresses.any()).propose(provider.url(), offer(), key))
        .isEqualTo(new ProposalOutcome.Rejected(cause, "mk12", text));
  }
}
