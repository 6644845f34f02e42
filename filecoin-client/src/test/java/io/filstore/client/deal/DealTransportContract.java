package io.filstore.client.deal;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.filecoin.Secp256k1Key;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every transport promises, against a provider that answers as Curio does. */
abstract class DealTransportContract {

  final Secp256k1Key key = Secp256k1Key.generate(new SecureRandom());
  FakeCurio provider = FakeCurio.start(Clock.systemUTC());

  @BeforeEach
  void restart() {
    provider.close();
    provider = FakeCurio.start(Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  abstract DealTransport transport(ProviderAddresses addresses);

  /** A new offer with a key of its own. */
  abstract DealOffer offer();

  /** A refusal in the dialect's way, for good. */
  abstract FakeCurio.Fault refusal(String text);

  private DealTransport transport() {
    return transport(ProviderAddresses.any());
  }

  @Test
  void sendsTheExactBytesAndIsAccepted() {
    DealOffer offer = offer();

    assertThat(transport().propose(provider.url(), offer, key))
        .isInstanceOf(ProposalOutcome.Accepted.class);
    assertThat(provider.offers().get(offer.key())).isEqualTo(offer.body());
    assertThat(transport().status(provider.url(), offer, key))
        .isInstanceOf(OfferStatus.Stored.class);
  }

  @Test
  void anUnknownOfferIsNotStored() {
    assertThat(transport().status(provider.url(), offer(), key))
        .isInstanceOf(OfferStatus.NotStored.class);
  }

  @Test
  void theSameOfferTwiceIsOneDeal() {
    DealOffer offer = offer();
    transport().propose(provider.url(), offer, key);

    ProposalOutcome again = transport().propose(provider.url(), offer, key);

    assertThat(accepted(again)).isTrue();
    assertThat(provider.offers()).hasSize(1);
  }

  @Test
  void anAnswerThatGotLostIsLookedUp() {
    provider.next(new FakeCurio.Fault.LoseAnswer());

    assertThat(transport().propose(provider.url(), offer(), key))
        .isInstanceOf(ProposalOutcome.Accepted.class);
    assertThat(provider.posts()).isEqualTo(1);
  }

  @Test
  void anOfferThatGotLostIsInDoubtAndMayBeSentAgain() {
    DealOffer offer = offer();
    provider.next(new FakeCurio.Fault.LoseOffer());

    assertThat(transport().propose(provider.url(), offer, key))
        .isInstanceOf(ProposalOutcome.Ambiguous.class);
    assertThat(transport().status(provider.url(), offer, key))
        .isInstanceOf(OfferStatus.NotStored.class);
    assertThat(accepted(transport().propose(provider.url(), offer, key))).isTrue();
  }

  @Test
  void aRefusalKeepsTheProvidersWords() {
    provider.next(refusal("we do not like this piece, \u00e4h"));

    assertThat(transport().propose(provider.url(), offer(), key))
        .isInstanceOfSatisfying(
            ProposalOutcome.Rejected.class,
            no -> assertThat(no.text()).contains("we do not like this piece, \u00e4h"));
  }

  @Test
  void overloadIsToBeRetriedLater() {
    provider.next(new FakeCurio.Fault.Refuse(429, "busy"));

    assertThat(transport().propose(provider.url(), offer(), key))
        .isInstanceOfSatisfying(
            ProposalOutcome.Rejected.class,
            no -> assertThat(no.cause().remedy()).isEqualTo(Remedy.RETRY_LATER));
  }

  /** The handler may outlive its answer: "not stored" is no promise yet. */
  @Test
  void anAnswerOfTheServersTroubleIsNoDefiniteNo() {
    provider.next(new FakeCurio.Fault.Refuse(503, "request timeout"));

    assertThat(transport().propose(provider.url(), offer(), key))
        .isInstanceOfSatisfying(
            ProposalOutcome.Ambiguous.class,
            doubt -> assertThat(doubt.why()).contains("503", "request timeout", "not stored"));
  }

  @Test
  void whereNobodyListensNothingIsSent() {
    URI url = provider.url();
    provider.close();

    assertThat(transport().propose(url, offer(), key))
        .isInstanceOf(ProposalOutcome.Unreachable.class);
    assertThat(transport().status(url, offer(), key)).isInstanceOf(OfferStatus.Unknown.class);
  }

  @Test
  void privateAddressesAreNotCalledUnlessAllowed() {
    DealTransport guarded = transport(ProviderAddresses.publicOnly());

    for (URI url :
        new URI[] {
          provider.url(),
          URI.create("http://localhost:" + provider.url().getPort()),
          URI.create("http://[::1]:" + provider.url().getPort()),
          URI.create("file:///etc/passwd")
        }) {
      assertThat(guarded.propose(url, offer(), key))
          .isInstanceOf(ProposalOutcome.Unreachable.class);
    }
    assertThat(provider.posts()).isZero();
  }

  private static boolean accepted(ProposalOutcome outcome) {
    return outcome instanceof ProposalOutcome.Accepted
        || (outcome instanceof ProposalOutcome.Rejected no
            && no.cause() == RejectionCause.DUPLICATE);
  }
}
