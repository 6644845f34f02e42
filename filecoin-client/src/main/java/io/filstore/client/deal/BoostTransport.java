package io.filstore.client.deal;

import io.filstore.client.deal.BoostGraphQl.Known;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Signer;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One's own boostd, over the two interfaces that it offers inside the house: JSON-RPC, which takes
 * a direct deal ({@code BoostDirectDeal}) and gives an offline deal its data ({@code
 * BoostOfflineDealWithData}, boost api/api.go), and GraphQL, which tells how a deal stands. Boost
 * takes classic proposals over libp2p only, which this product does not speak: such a deal has to
 * be there, and what is proposed here is its CAR.
 */
public final class BoostTransport implements DealTransport {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final NodeRpc rpc;
  private final BoostGraphQl graphql;
  private final String token;

  /**
   * A client of one boostd.
   *
   * @param graphql base URL of its GraphQL server, usually port 8080
   * @param token of its JSON-RPC server, with the permission admin
   */
  public BoostTransport(ProviderAddresses addresses, URI graphql, @Nullable String token) {
    HttpCalls http = new HttpCalls(addresses, Duration.ofSeconds(60));
    this.rpc = new NodeRpc(http, "/rpc/v0", token);
    this.graphql = new BoostGraphQl(http, graphql);
    this.token = token == null ? "" : token;
  }

  /**
   * The CAR of an offline deal.
   *
   * @param uuid the deal's, as boostd knows it
   * @param path on boostd's disk
   */
  public static DealOffer offer(UUID uuid, String path, boolean deleteAfterImport) {
    ObjectNode offer = JSON.createObjectNode();
    offer
        .put("uuid", uuid.toString())
        .put("path", path)
        .put("delete_after_import", deleteAfterImport);
    return new DealOffer(uuid.toString(), JSON.writeValueAsBytes(offer));
  }

  /**
   * Why this boostd cannot take direct deals of the miner: it is away, another's, or the token does
   * not reach as far. Empty when it can.
   */
  public Optional<String> unusable(URI boostd, FilAddress miner) {
    return graphql.refuses(miner).or(() -> refusesToken(boostd));
  }

  private Optional<String> refusesToken(URI boostd) {
    return switch (rpc.call(boostd, "AuthVerify", token)) {
      case NodeRpc.Reply.Result allowed when allows(allowed.value()) -> Optional.empty();
      case NodeRpc.Reply.Result _ ->
          Optional.of("the token for " + boostd + " lacks the permission admin");
      case NodeRpc.Reply reply -> Optional.of(reply.told());
    };
  }

  private static boolean allows(JsonNode permissions) {
    return permissions.valueStream().anyMatch(name -> name.asString("").equals("admin"));
  }

  @Override
  public boolean signsRequests() {
    return false;
  }

  @Override
  public ProposalOutcome propose(URI boostd, DealOffer offer, Signer client) {
    return switch (look(offer)) {
      case Known.Imported imported ->
          new ProposalOutcome.Accepted("it has its data: " + imported.stored().status());
      case Known.Nothing _ when direct(offer).isMissingNode() ->
          new ProposalOutcome.Rejected(
              RejectionCause.UNSUPPORTED_PROTOCOL,
              "boost",
              "boostd has no deal "
                  + offer.key()
                  + ": Boost takes proposals over libp2p only, which is not spoken here");
      case Known.Waiting _, Known.Nothing _ -> send(boostd, offer);
      case Known.NoAnswer none -> new ProposalOutcome.Unreachable(none.why());
    };
  }

  private ProposalOutcome send(URI boostd, DealOffer offer) {
    return switch (call(boostd, offer)) {
      case NodeRpc.Reply.Result result when result.value().path("Accepted").asBoolean(false) ->
          new ProposalOutcome.Accepted(ProviderText.of(result.value().path("Reason").asString("")));
      case NodeRpc.Reply.Result result ->
          refused(offer, "boost", result.value().path("Reason").asString(""));
      case NodeRpc.Reply.Fault fault -> refused(offer, "boost-" + fault.code(), fault.text());
      case NodeRpc.Reply.Refused no ->
          new ProposalOutcome.Rejected(
              Refusals.mk12(no.status(), no.text()), "http-" + no.status(), no.text());
      case NodeRpc.Reply.Doubt doubt -> afterDoubt(offer, doubt.why());
      case NodeRpc.Reply.Unsent unsent -> new ProposalOutcome.Unreachable(unsent.why());
    };
  }

  private NodeRpc.Reply call(URI boostd, DealOffer offer) {
    JsonNode direct = direct(offer);
    if (!direct.isMissingNode()) {
      return rpc.call(boostd, "BoostDirectDeal", direct);
    }
    JsonNode body = JSON.readTree(offer.body());
    return rpc.call(
        boostd,
        "BoostOfflineDealWithData",
        body.required("uuid").asString(),
        body.required("path").asString(),
        body.required("delete_after_import").asBoolean());
  }

  /** A no to a repetition that overtook the first: the deal counts, not the words. */
  private ProposalOutcome refused(DealOffer offer, String code, String text) {
    String words = ProviderText.of(text);
    return look(offer) instanceof Known.Imported imported
        ? new ProposalOutcome.Accepted("found " + imported.stored().status() + " after: " + words)
        : new ProposalOutcome.Rejected(Refusals.mk12(words), code, words);
  }

  private ProposalOutcome afterDoubt(DealOffer offer, String told) {
    return switch (look(offer)) {
      case Known.Imported imported ->
          new ProposalOutcome.Accepted("found " + imported.stored().status() + " after: " + told);
      case Known.Waiting _, Known.Nothing _ ->
          new ProposalOutcome.Ambiguous(told + "; not stored yet");
      case Known.NoAnswer none -> new ProposalOutcome.Ambiguous(told + "; " + none.why());
    };
  }

  /** A deal that still waits for its data counts as not stored: bringing it is safe. */
  @Override
  public OfferStatus status(URI boostd, DealOffer offer, Signer client) {
    return switch (look(offer)) {
      case Known.Imported imported -> imported.stored();
      case Known.Waiting _, Known.Nothing _ -> new OfferStatus.NotStored();
      case Known.NoAnswer none -> new OfferStatus.Unknown(none.why());
    };
  }

  private Known look(DealOffer offer) {
    return direct(offer).isMissingNode()
        ? graphql.offline(offer.key())
        : graphql.direct(offer.key());
  }

  /** The parameters of a direct deal; missing for the CAR of an offline one. */
  private static JsonNode direct(DealOffer offer) {
    return JSON.readTree(offer.body()).path(DirectDeal.BODY);
  }
}
