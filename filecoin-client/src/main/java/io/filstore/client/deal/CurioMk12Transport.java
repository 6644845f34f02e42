package io.filstore.client.deal;

import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Signer;
import io.filstore.filecoin.mk12.AskRequest;
import io.filstore.filecoin.mk12.AskResponse;
import io.filstore.filecoin.mk12.DealResponse;
import io.filstore.filecoin.mk12.DealStatus;
import io.filstore.filecoin.mk12.DealStatusRequest;
import io.filstore.filecoin.mk12.DealStatusResponse;
import io.filstore.filecoin.mk12.StorageAsk;
import io.filstore.multiformats.FormatException;
import io.filstore.net.BaseUrl;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Curio's MK12 market over HTTP (curio market/mk12/http/http.go, 1.25.1 and later): CBOR both ways,
 * and two GETs that carry a body, which is why the JDK's client is used. Answers are decoded by
 * position, their Content-Type is not reliable.
 */
public final class CurioMk12Transport implements DealTransport {

  private static final String CBOR = "application/cbor";

  private final HttpCalls http;

  public CurioMk12Transport(ProviderAddresses addresses) {
    this(addresses, Duration.ofSeconds(60));
  }

  /** One that waits so long for an answer. */
  public CurioMk12Transport(ProviderAddresses addresses, Duration timeout) {
    this.http = new HttpCalls(addresses, timeout);
  }

  @Override
  public ProposalOutcome propose(URI provider, DealOffer offer, Signer client) {
    Answer answer = send(provider, "POST", "store", offer.body());
    return switch (answer) {
      case Answer.Unsent unsent -> new ProposalOutcome.Unreachable(unsent.why());
      case Answer.Lost lost -> afterDoubt(provider, offer, client, lost.why());
      case Answer.Http http when http.status() == 200 -> answered(provider, offer, client, http);
      case Answer.Http http when http.isInDoubt() ->
          afterDoubt(provider, offer, client, http.told());
      case Answer.Http http ->
          new ProposalOutcome.Rejected(
              Refusals.mk12(http.status(), http.text()), "http-" + http.status(), http.text());
    };
  }

  @Override
  public OfferStatus status(URI provider, DealOffer offer, Signer client) {
    byte[] request = DealStatusRequest.of(UUID.fromString(offer.key()), client).cbor();
    return switch (send(provider, "GET", "status", request)) {
      case Answer.Unsent unsent -> new OfferStatus.Unknown(unsent.why());
      case Answer.Lost lost -> new OfferStatus.Unknown(lost.why());
      case Answer.Http http when http.status() == 200 -> stored(http);
      case Answer.Http http -> new OfferStatus.Unknown("status answered " + http.told());
    };
  }

  /** The provider's ask; empty when it has none or does not answer as MK12. */
  public Optional<StorageAsk> ask(URI provider, FilAddress miner) {
    Answer answer = send(provider, "GET", "ask", new AskRequest(miner).cbor());
    if (!(answer instanceof Answer.Http http) || http.status() != 200) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(AskResponse.decode(http.body()).ask());
    } catch (FormatException e) {
      return Optional.empty();
    }
  }

  private ProposalOutcome answered(URI provider, DealOffer offer, Signer client, Answer.Http http) {
    DealResponse response;
    try {
      response = DealResponse.decode(http.body());
    } catch (FormatException e) {
      return afterDoubt(
          provider, offer, client, "HTTP 200 without a DealResponse: " + e.getMessage());
    }
    String text = ProviderText.of(response.message());
    return response.accepted()
        ? new ProposalOutcome.Accepted(text)
        : new ProposalOutcome.Rejected(Refusals.mk12(text), "mk12", text);
  }

  private ProposalOutcome afterDoubt(URI provider, DealOffer offer, Signer client, String told) {
    return switch (status(provider, offer, client)) {
      case OfferStatus.Stored stored ->
          new ProposalOutcome.Accepted("found " + stored.status() + " after: " + told);
      case OfferStatus.NotStored none -> new ProposalOutcome.Ambiguous(told + "; not stored yet");
      case OfferStatus.Unknown unknown ->
          new ProposalOutcome.Ambiguous(told + "; " + unknown.why());
    };
  }

  private static OfferStatus stored(Answer.Http http) {
    DealStatusResponse response;
    try {
      response = DealStatusResponse.decode(http.body());
    } catch (FormatException e) {
      return new OfferStatus.Unknown(
          "status answered without a DealStatusResponse: " + e.getMessage());
    }
    if (response.error().startsWith("no storage deal found")) {
      return new OfferStatus.NotStored();
    }
    DealStatus deal = response.status();
    if (deal == null) {
      return new OfferStatus.Unknown("status answered: " + ProviderText.of(response.error()));
    }
    return new OfferStatus.Stored(
        ProviderText.of(deal.status()),
        ProviderText.of(deal.error()),
        deal.publishCid(),
        deal.chainDealId(),
        Math.max(0, response.bytesReceived()));
  }

  private Answer send(URI provider, String method, String route, byte[] body) {
    URI url = BaseUrl.below(provider, "market/mk12/" + route);
    return http.send(url, method, Map.of("Content-Type", CBOR), body);
  }
}
