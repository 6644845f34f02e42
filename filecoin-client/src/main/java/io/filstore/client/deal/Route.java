package io.filstore.client.deal;

import io.filstore.filecoin.Signer;
import java.net.URI;

/** Where an offer goes, and how. */
public sealed interface Route {

  /** There is a way. */
  record Open(DealTransport transport, URI address) implements Route {

    public ProposalOutcome propose(DealOffer offer, Signer client) {
      return transport.propose(address, offer, client);
    }

    public OfferStatus status(DealOffer offer, Signer client) {
      return transport.status(address, offer, client);
    }
  }

  /** Not now: the provider has no address, or the settings no longer name its node. */
  record Closed(String why) implements Route {}
}
