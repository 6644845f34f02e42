package io.filstore.client.deal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoostTransportTest extends DealTransportContract<FakeBoost> {

  @Override
  FakeBoost start() {
    return new FakeBoost("f01000");
  }

  @Override
  BoostTransport transport(ProviderAddresses addresses) {
    return new BoostTransport(addresses, provider.url(), "token");
  }

  /** Of a deal that was proposed over libp2p by someone else. */
  @Override
  DealOffer offer() {
    DealOffer offer = strangersOffer();
    provider.knows(offer.key());
    return offer;
  }

  @Override
  DealOffer strangersOffer() {
    return BoostTransport.offer(UUID.randomUUID(), "/data/x.car", false);
  }

  @Override
  FakeCurio.Fault refusal(String text) {
    return new FakeCurio.Fault.Refuse(200, text);
  }

  @Override
  Set<Limit> limits() {
    return Set.of(Limit.NEEDS_THE_DEAL_BEFOREHAND);
  }

  @Test
  void aDealThatIsNotThereIsSaidToNeedLibp2p() {
    assertThat(transport(ProviderAddresses.any()).propose(provider.url(), strangersOffer(), key))
        .isInstanceOfSatisfying(
            ProposalOutcome.Rejected.class,
            no -> {
              assertThat(no.cause()).isEqualTo(RejectionCause.UNSUPPORTED_PROTOCOL);
              assertThat(no.text()).contains("libp2p");
            });
    assertThat(provider.posts()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transferred",
        "Published",
        "PublishConfirmed",
        "AddedPiece",
        "IndexedAndAnnounced",
        "Complete"
      })
  void checkpointsAreToldWithTheIdsAndBytes(String checkpoint) {
    DealOffer offer = offer();
    BoostTransport transport = transport(ProviderAddresses.any());
    transport.propose(provider.url(), offer, key);
    provider.everyDealIsAt(checkpoint);

    assertThat(transport.status(provider.url(), offer, key))
        .isEqualTo(new OfferStatus.Stored(checkpoint, "", null, 123456, 1500));
  }
}
