package io.filstore.client.deal;

import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Signer;
import io.filstore.filecoin.mk12.StorageAsk;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Deals through a Lotus node's own market client, for private networks with nodes up to 1.27.0
 * (lotus api/api_full.go; removed by PR 11999). The node signs with its own wallet and gives a deal
 * no key of ours, so an offer is known again by its provider, piece and terms among the deals that
 * the node has made since the offer was written: one open deal per piece and provider is assumed.
 */
public final class LegacyLotusTransport implements DealTransport {

  /** What a current node is answered with. */
  public static final String GONE =
      "this Lotus node no longer has the Client* deal methods (they were removed in 1.27.1): use a provider's HTTP market";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** StorageDealStatus by its number (go-fil-markets storagemarket/types.go). */
  private static final List<String> STATES =
      List.of(
          "Unknown",
          "ProposalNotFound",
          "ProposalRejected",
          "ProposalAccepted",
          "Staged",
          "Sealing",
          "Finalizing",
          "Active",
          "Expired",
          "Slashed",
          "Rejecting",
          "Failing",
          "FundsReserved",
          "CheckForAcceptance",
          "Validating",
          "AcceptWait",
          "StartDataTransfer",
          "Transferring",
          "WaitingForData",
          "VerifyData",
          "ReserveProviderFunds",
          "ReserveClientFunds",
          "ProviderFunding",
          "ClientFunding",
          "Publish",
          "Publishing",
          "Error",
          "ProviderTransferAwaitRestart",
          "ClientTransferRestart",
          "AwaitingPreCommit",
          "TransferQueued");

  private static final Set<String> FAILED =
      Set.of("ProposalNotFound", "ProposalRejected", "Rejecting", "Failing", "Error");

  /**
   * How far the node's clock may be behind ours. A deal that it failed in that time is not counted
   * as this one: starting another is harmless then, and giving this one up would not be.
   */
  private static final Duration CLOCKS = Duration.ofMinutes(2);

  private final NodeRpc rpc;

  /**
   * A client of nodes.
   *
   * @param token with the permission admin, which importing and starting need
   */
  public LegacyLotusTransport(ProviderAddresses addresses, @Nullable String token) {
    this.rpc = new NodeRpc(new HttpCalls(addresses, Duration.ofSeconds(60)), "/rpc/v1", token);
  }

  /** Why the node cannot be used; empty when it has the methods. */
  public Optional<String> unusable(URI node) {
    return switch (rpc.call(node, "ClientGetDealStatus", 0)) {
      case NodeRpc.Reply.Result _ -> Optional.empty();
      case NodeRpc.Reply.Fault fault when fault.code() == NodeRpc.NO_SUCH_METHOD ->
          Optional.of(GONE);
      case NodeRpc.Reply reply -> Optional.of(reply.told());
    };
  }

  /**
   * Why the node cannot make deals for the address, which it signs for with a key of its own; empty
   * when it can.
   */
  public Optional<String> refuses(URI node, FilAddress wallet) {
    return switch (rpc.call(node, "WalletHas", wallet.toString())) {
      case NodeRpc.Reply.Result held when held.value().asBoolean(false) -> Optional.empty();
      case NodeRpc.Reply.Result _ ->
          Optional.of("the Lotus node " + node + " does not hold the key of " + wallet);
      case NodeRpc.Reply reply -> Optional.of(reply.told());
    };
  }

  /** Whether the node says that it has no key for the address; false when it says nothing. */
  public boolean lacks(URI node, FilAddress wallet) {
    return rpc.call(node, "WalletHas", wallet.toString()) instanceof NodeRpc.Reply.Result held
        && !held.value().asBoolean(true);
  }

  /**
   * What the provider asks for, as it tells the node over libp2p; empty when it does not tell.
   *
   * @param peerId the provider's on the chain
   */
  public Optional<StorageAsk> ask(URI node, String peerId, FilAddress miner) {
    return rpc.call(node, "ClientQueryAsk", peerId, miner.toString())
            instanceof NodeRpc.Reply.Result told
        ? LegacyAsk.of(told.value().path("Response"))
        : Optional.empty();
  }

  @Override
  public boolean signsRequests() {
    return false;
  }

  @Override
  public ProposalOutcome propose(URI node, DealOffer offer, Signer client) {
    JsonNode written = JSON.readTree(offer.body());
    return switch (look(node, written)) {
      case Look.Found found when !found.failed() ->
          new ProposalOutcome.Accepted("the node has it: " + found.state());
      case Look.Found _, Look.None _ -> start(node, written);
      case Look.NoAnswer none -> none.asOutcome();
    };
  }

  private ProposalOutcome start(URI node, JsonNode written) {
    NodeRpc.Reply imported = rpc.call(node, "ClientImport", written.required("import"));
    if (!(imported instanceof NodeRpc.Reply.Result)) {
      return new Look.NoAnswer(imported).asOutcome();
    }
    return switch (rpc.call(node, "ClientStartDeal", written.required("deal"))) {
      case NodeRpc.Reply.Result result ->
          new ProposalOutcome.Accepted("proposal " + result.value().path("/").asString(""));
      case NodeRpc.Reply.Doubt doubt -> afterDoubt(node, written, doubt.why());
      case NodeRpc.Reply reply -> new Look.NoAnswer(reply).asOutcome();
    };
  }

  private ProposalOutcome afterDoubt(URI node, JsonNode written, String told) {
    return switch (look(node, written)) {
      case Look.Found found ->
          new ProposalOutcome.Accepted("found " + found.state() + " after: " + told);
      case Look.None _ -> new ProposalOutcome.Ambiguous(told + "; not stored yet");
      case Look.NoAnswer _ -> new ProposalOutcome.Ambiguous(told);
    };
  }

  @Override
  public OfferStatus status(URI node, DealOffer offer, Signer client) {
    return switch (look(node, JSON.readTree(offer.body()))) {
      case Look.Found found ->
          new OfferStatus.Stored(
              found.state(), found.failed() ? found.message() : "", null, found.dealId(), 0);
      case Look.None _ -> new OfferStatus.NotStored();
      case Look.NoAnswer none -> new OfferStatus.Unknown(none.why());
    };
  }

  /** The newest deal of the node that can be this offer, with what it knows of it now. */
  private Look look(URI node, JsonNode written) {
    NodeRpc.Reply listed = rpc.call(node, "ClientListDeals");
    if (!(listed instanceof NodeRpc.Reply.Result deals)) {
      return new Look.NoAnswer(listed);
    }
    Instant since = Instant.parse(written.required("written_at").asString());
    Optional<JsonNode> ours =
        StreamSupport.stream(deals.value().spliterator(), false)
            .filter(deal -> matches(deal, written.required("deal"), since))
            .max(Comparator.comparing(LegacyLotusTransport::createdAt));
    if (ours.isEmpty()) {
      return new Look.None();
    }
    return switch (rpc.call(node, "ClientGetDealInfo", ours.get().required("ProposalCid"))) {
      case NodeRpc.Reply.Result info -> found(info.value());
      case NodeRpc.Reply reply -> new Look.NoAnswer(reply);
    };
  }

  private static Look found(JsonNode info) {
    String state = state(info);
    String message = ProviderText.of(info.path("Message").asString(""));
    return new Look.Found(
        state,
        FAILED.contains(state),
        message.isBlank() ? state : message,
        Math.max(0, info.path("DealID").asLong(0)));
  }

  private static boolean matches(JsonNode deal, JsonNode wanted, Instant since) {
    return sameAddress(deal.path("Provider"), wanted.path("Miner"))
        && deal.at("/PieceCID/~1").equals(wanted.at("/Data/PieceCid/~1"))
        && deal.path("Verified").equals(wanted.path("VerifiedDeal"))
        && deal.path("PricePerEpoch").equals(wanted.path("EpochPrice"))
        && !createdAt(deal).isBefore(isFailed(deal) ? since : since.minus(CLOCKS));
  }

  private static boolean isFailed(JsonNode deal) {
    return FAILED.contains(state(deal));
  }

  private static String state(JsonNode deal) {
    int number = deal.path("State").asInt(0);
    return number >= 0 && number < STATES.size() ? STATES.get(number) : "State " + number;
  }

  private static boolean sameAddress(JsonNode one, JsonNode other) {
    return FilAddress.parse(one.asString()).equals(FilAddress.parse(other.asString()));
  }

  private static Instant createdAt(JsonNode deal) {
    return Instant.parse(deal.required("CreationTime").asString());
  }

  private sealed interface Look {

    record Found(String state, boolean failed, String message, long dealId) implements Look {}

    record None() implements Look {}

    /** The node did not say. */
    record NoAnswer(NodeRpc.Reply reply) implements Look {

      String why() {
        return reply instanceof NodeRpc.Reply.Fault fault && fault.code() == NodeRpc.NO_SUCH_METHOD
            ? GONE
            : reply.told();
      }

      ProposalOutcome asOutcome() {
        return switch (reply) {
          case NodeRpc.Reply.Fault fault when fault.code() == NodeRpc.NO_SUCH_METHOD ->
              new ProposalOutcome.Rejected(RejectionCause.UNSUPPORTED_PROTOCOL, "lotus", GONE);
          case NodeRpc.Reply.Fault fault ->
              new ProposalOutcome.Rejected(
                  Refusals.mk12(fault.text()), "lotus-" + fault.code(), fault.text());
          case NodeRpc.Reply.Refused no ->
              new ProposalOutcome.Rejected(
                  Refusals.mk12(no.status(), no.text()), "http-" + no.status(), no.text());
          case NodeRpc.Reply.Unsent unsent -> new ProposalOutcome.Unreachable(unsent.why());
          case NodeRpc.Reply.Result _, NodeRpc.Reply.Doubt _ ->
              new ProposalOutcome.Ambiguous(why());
        };
      }
    }
  }
}
