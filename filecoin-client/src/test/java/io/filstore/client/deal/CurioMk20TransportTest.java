package io.filstore.client.deal;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.NetworkPrefix;
import io.filstore.fixtures.Fixtures;
import io.filstore.ids.Ulid;
import io.filstore.multiformats.Cid;
import java.net.URI;
import java.time.Clock;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CurioMk20TransportTest extends DealTransportContract<FakeCurio> {

  @Override
  FakeCurio start() {
    return FakeCurio.start(Clock.systemUTC());
  }

  private static final String PIECE_V2 =
      "bafkzcibfqdmmiky6a57f7xrvyufjga5fkae6gsmkj27n7444ik3rbnzq3dwhvr5puy7a";
  private static final URI PIECE_URL =
      URI.create(
          "https://data.example.org/piece/baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq");

  @Override
  CurioMk20Transport transport(ProviderAddresses addresses) {
    return new CurioMk20Transport(addresses, Clock.systemUTC());
  }

  @Override
  DealOffer offer() {
    return deal(Ulid.next(), key.address()).offer();
  }

  @Override
  FakeCurio.Fault refusal(String text) {
    return new FakeCurio.Fault.Refuse(400, text);
  }

  private static Mk20Deal deal(String ulid, FilAddress client) {
    return new Mk20Deal(
        ulid,
        client,
        FilAddress.id(1000),
        NetworkPrefix.MAIN,
        Cid.parse(PIECE_V2),
        PIECE_URL,
        "t",
        518400,
        OptionalLong.of(77001));
  }

  @Test
  void theDealJsonIsTheRecordedOne() {
    JsonNode recorded = Fixtures.json("chain/curio/mk20-ddo-http.json").path("request");
    FilAddress client = FilAddress.parse("f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba");

    DealOffer offer = deal("01ARZ3NDEKTSV4RRFFQ69G5FAV", client).offer();

    assertThat(JsonMapper.shared().readTree(offer.body())).isEqualTo(recorded);
  }

  @Test
  void anOfflineDealNamesNeitherUrlNorToken() {
    DealOffer offer = deal("01ARZ3NDEKTSV4RRFFQ69G5FAV", key.address()).offlineOffer();

    JsonNode data = JsonMapper.shared().readTree(offer.body()).path("data");
    assertThat(data.path("source_offline").isObject()).isTrue();
    assertThat(data.has("source_http")).isFalse();
    assertThat(data.at("/piece_cid/~1").asString()).isEqualTo(PIECE_V2);
    assertThat(transport(ProviderAddresses.any()).propose(provider.url(), offer, key))
        .isInstanceOf(ProposalOutcome.Accepted.class);
  }

  @Test
  void addressesAreWrittenInTheNetworksOwnLetter() {
    Mk20Deal deal =
        new Mk20Deal(
            "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            key.address(),
            FilAddress.id(1000),
            NetworkPrefix.TEST,
            Cid.parse(PIECE_V2),
            PIECE_URL,
            "t",
            518400,
            OptionalLong.empty());

    JsonNode json = JsonMapper.shared().readTree(deal.offer().body());

    assertThat(json.path("client").asString()).startsWith("t1");
    assertThat(json.at("/products/ddo_v1/provider").asString()).isEqualTo("t01000");
    assertThat(json.at("/products/ddo_v1").has("allocation_id")).isFalse();
  }

  @Test
  void signsOnceMoreWhenTheMinuteHasChanged() {
    provider.refuseSignatures(1);

    assertThat(transport(ProviderAddresses.any()).propose(provider.url(), offer(), key))
        .isInstanceOf(ProposalOutcome.Accepted.class);
  }

  @Test
  void aKeyThatIsRefusedTwiceIsNotAllowedThere() {
    provider.refuseSignatures(2);

    assertThat(transport(ProviderAddresses.any()).propose(provider.url(), offer(), key))
        .isEqualTo(
            new ProposalOutcome.Rejected(
                RejectionCause.CLIENT_NOT_ALLOWED, "mk20-401", "Unauthorized\n"));
  }

  @Test
  void unauthorisedIsNotStoredOnlyWhenTheKeyIsProven() {
    provider.refuseSignatures(4);

    assertThat(transport(ProviderAddresses.any()).status(provider.url(), offer(), key))
        .isInstanceOf(OfferStatus.Unknown.class);
  }

  /** The proxy takes the path away, so it is not signed. */
  @Test
  void aProviderBelowAPathIsAskedThere() {
    CurioMk20Transport transport = transport(ProviderAddresses.any());
    DealOffer offer = offer();

    assertThat(transport.propose(provider.urlBehindProxy(), offer, key))
        .isInstanceOf(ProposalOutcome.Accepted.class);
    assertThat(transport.status(provider.urlBehindProxy(), offer, key))
        .isInstanceOf(OfferStatus.Stored.class);
  }

  @Test
  void listsProductsAndSources() {
    CurioMk20Transport transport = transport(ProviderAddresses.any());

    assertThat(transport.products(provider.url(), key).orElseThrow()).contains("ddo_v1");
    assertThat(transport.sources(provider.url(), key).orElseThrow()).contains("http");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|Provider not available in Curio cluster|WRONG_PROVIDER",
        "424|products validation failed: product ddo_v1 is not enabled|UNSUPPORTED_PRODUCT",
        "429|MK20 ingestion backpressure is active. Please try again later.|OVERLOADED",
        "441|products validation failed: duration must be at least 518400|DURATION_OUT_OF_RANGE"
      })
  void sortsTheNonstandardCodes(int status, String text, RejectionCause cause) {
    provider.next(new FakeCurio.Fault.Refuse(status, text));

    assertThat(transport(ProviderAddresses.any()).propose(provider.url(), offer(), key))
        .isEqualTo(new ProposalOutcome.Rejected(cause, "mk20-" + status, "Reason: " + text));
  }
}
