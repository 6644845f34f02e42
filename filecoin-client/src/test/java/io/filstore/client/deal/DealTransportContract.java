package io.filstore.client.deal;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.filecoin.Secp256k1Key;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every transport promises, against a peer that answers as the real one does. */
abstract class DealTransportContract<M extends FakeMarket> {

  final Secp256k1Key key = Secp256k1Key.generate(new SecureRandom());

  @SuppressWarnings("NullAway.Init")
  M provider;

  /** A peer of the transport's dialect. */
  abstract M start();

  /** What the transport cannot do. */
  Set<Limit> limits() {
    return Set.of();
  }

  /** An offer that the peer has never heard of in any way. */
  DealOffer strangersOffer() {
    return offer();
  }

  @BeforeEach
  void startPeer() {
    provider = start();
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
    assertThat(provider.holds(offer)).isTrue();
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
    assertThat(provider.kept()).isEqualTo(1);
  }

  @Test
  void whetherAnOfferMayBeNewsIsDeclared() {
    ProposalOutcome outcome = transport().propose(provider.url(), strangersOffer(), key);

    assertThat(outcome instanceof ProposalOutcome.Accepted)
        .isNotEqualTo(limits().contains(Limit.NEEDS_THE_DEAL_BEFOREHAND));
  }

  @Test
  void whetherOffersOfTheSameTermsAreOneIsDeclared() {
    transport().propose(provider.url(), offer(), key);
    transport().propose(provider.url(), offer(), key);

    assertThat(provider.kept())
        .isEqualTo(limits().contains(Limit.KNOWS_OFFERS_BY_THEIR_TERMS) ? 1 : 2);
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
