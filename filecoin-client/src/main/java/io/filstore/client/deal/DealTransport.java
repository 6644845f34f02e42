package io.filstore.client.deal;

import io.filstore.filecoin.Signer;
import java.net.URI;

/**
 * Offers deals to a provider. Neither method throws for what a provider says or fails to say. The
 * same offer may be proposed any number of times: its key makes the provider keep it once. Thread
 * safe.
 */
public sealed interface DealTransport
    permits CurioMk20Transport, CurioMk12Transport, LegacyLotusTransport, BoostTransport {

  /**
   * Sends the offer's exact bytes. When the answer leaves open whether the provider kept the deal,
   * its status is looked up before this returns.
   *
   * @param provider base URL of the provider's market, without a path; of the node for {@link
   *     LegacyLotusTransport}, of one's own boostd for {@link BoostTransport}
   * @param client the client's key; signs the request, not the offer
   */
  ProposalOutcome propose(URI provider, DealOffer offer, Signer client);

  /**
   * Whether requests are signed by the deal's client. The operator's own nodes know their caller by
   * a token, and are asked about the deals of any wallet.
   */
  default boolean signsRequests() {
    return true;
  }

  /** Asks what the provider knows of the offer. */
  OfferStatus status(URI provider, DealOffer offer, Signer client);
}
