package io.filstore.client.deal;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.NetworkPrefix;
import io.filstore.fixtures.Fixtures;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PaddedPieceSize;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LegacyLotusTransportTest extends DealTransportContract<FakeLotusClient> {

  private final JsonNode recorded = Fixtures.json("chain/rpc/legacy-client.json");

  @Override
  FakeLotusClient start() {
    return new FakeLotusClient(
        recorded.at("/clientGetDealInfo/response/result"),
        recorded.at("/clientQueryAsk/response/result"));
  }

  @Override
  LegacyLotusTransport transport(ProviderAddresses addresses) {
    return new LegacyLotusTransport(addresses, "token");
  }

  @Override
  DealOffer offer() {
    return deal(Instant.now().minusSeconds(5)).offer();
  }

  @Override
  FakeCurio.Fault refusal(String text) {
    return new FakeCurio.Fault.Refuse(200, text);
  }

  @Override
  Set<Limit> limits() {
    return Set.of(Limit.KNOWS_OFFERS_BY_THEIR_TERMS);
  }

  private static LegacyDeal deal(Instant writtenAt) {
    return new LegacyDeal(
        UUID.randomUUID(),
        "/data/x.car",
        true,
        Cid.parse("bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi"),
        Cid.parse("baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq"),
        new PaddedPieceSize(34_359_738_368L),
        FilAddress.parse("f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba"),
        FilAddress.id(1000),
        NetworkPrefix.MAIN,
        AttoFil.ZERO,
        1_500_000,
        AttoFil.ZERO,
        new Epoch(5_000_000),
        true,
        writtenAt);
  }

  @Test
  void importAndDealAreTheRecordedOnes() {
    JsonNode body = JsonMapper.shared().readTree(offer().body());

    assertThat(body.path("import")).isEqualTo(recorded.at("/clientImport/request/params/0"));
    assertThat(body.path("deal")).isEqualTo(recorded.at("/clientStartDeal/request/params/0"));
  }

  @Test
  void theCarIsImportedBeforeTheDealIsStarted() {
    transport(ProviderAddresses.any()).propose(provider.url(), offer(), key);

    assertThat(provider.imports).hasSize(1);
    assertThat(provider.imports.getFirst().path("Path").asString()).isEqualTo("/data/x.car");
  }

  @Test
  void aCurrentNodeIsSaidToHaveNoMarketClient() {
    LegacyLotusTransport transport = transport(ProviderAddresses.any());
    assertThat(transport.unusable(provider.url())).isEmpty();

    provider.upgrade();

    assertThat(transport.unusable(provider.url()))
        .hasValueSatisfying(
            why -> assertThat(why).contains("no longer has the Client* deal methods", "1.27.1"));
    assertThat(transport.propose(provider.url(), offer(), key))
        .isEqualTo(
            new ProposalOutcome.Rejected(
                RejectionCause.UNSUPPORTED_PROTOCOL, "lotus", LegacyLotusTransport.GONE));
    assertThat(transport.status(provider.url(), offer(), key))
        .isEqualTo(new OfferStatus.Unknown(LegacyLotusTransport.GONE));
  }

  @ParameterizedTest
  @CsvSource({
    "17,'',Transferring,''",
    "7,'',Active,''",
    "26,deal failed: no space,Error,deal failed: no space",
    "2,'',ProposalRejected,ProposalRejected",
    "99,'',State 99,''"
  })
  void statesAreToldByName(int number, String message, String state, String error) {
    DealOffer offer = offer();
    LegacyLotusTransport transport = transport(ProviderAddresses.any());
    transport.propose(provider.url(), offer, key);
    provider.allDealsAre(number, message);

    assertThat(transport.status(provider.url(), offer, key))
        .isEqualTo(new OfferStatus.Stored(state, error, null, 0, 0));
  }

  @Test
  void aFailedDealMakesRoomForTheNextOffer() {
    LegacyLotusTransport transport = transport(ProviderAddresses.any());
    transport.propose(provider.url(), offer(), key);
    provider.allDealsAre(26, "no space");

    transport.propose(provider.url(), offer(), key);

    assertThat(provider.kept()).isEqualTo(2);
  }

  @Test
  void dealsFromBeforeTheOfferAreOthers() {
    LegacyLotusTransport transport = transport(ProviderAddresses.any());
    transport.propose(provider.url(), offer(), key);

    DealOffer later = deal(Instant.now().plusSeconds(3600)).offer();

    assertThat(transport.status(provider.url(), later, key))
        .isInstanceOf(OfferStatus.NotStored.class);
  }

  /** Its clock is a minute behind ours: the deal is still the one that we asked for. */
  @Test
  void aNodeWhoseClockIsBehindKeepsOneDeal() {
    LegacyLotusTransport transport = transport(ProviderAddresses.any());
    DealOffer offer = deal(Instant.now().plusSeconds(60)).offer();
    transport.propose(provider.url(), offer, key);
    transport.propose(provider.url(), offer, key);

    assertThat(provider.kept()).isEqualTo(1);
    assertThat(transport.status(provider.url(), offer, key)).isInstanceOf(OfferStatus.Stored.class);
  }

  @Test
  void aNodeWithoutTheKeyOfTheWalletIsTold() {
    FilAddress wallet = key.address();
    LegacyLotusTransport transport = transport(ProviderAddresses.any());
    assertThat(transport.refuses(provider.url(), wallet))
        .hasValueSatisfying(why -> assertThat(why).contains("does not hold the key of " + wallet));

    provider.holds(wallet.toString());

    assertThat(transport.refuses(provider.url(), wallet)).isEmpty();
    provider.upgrade();
    assertThat(transport.refuses(provider.url(), wallet)).isPresent();
  }

  @Test
  void theProvidersAskIsReadThroughTheNode() {
    LegacyLotusTransport transport = transport(ProviderAddresses.any());

    assertThat(transport.ask(provider.url(), "12D3", FilAddress.id(1000)))
        .hasValueSatisfying(ask -> {
          assertThat(ask.price()).isEqualTo(AttoFil.of(50_000_000));
          assertThat(ask.verifiedPrice()).isEqualTo(AttoFil.ZERO);
          assertThat(ask.maxPieceSize()).isEqualTo(34_359_738_368L);
        });
    provider.upgrade();
    assertThat(transport.ask(provider.url(), "12D3", FilAddress.id(1000))).isEmpty();
  }
}
