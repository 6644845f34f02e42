package io.filstore.client.deal;

import io.filstore.filecoin.Signer;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One's own boostd, over the two interfaces that it offers inside the house: JSON-RPC, which gives
 * an offline deal its data (boost api/api.go, {@code BoostOfflineDealWithData}), and GraphQL, which
 * tells how a deal stands (boost gql). Boost takes proposals over libp2p only, which this product
 * does not speak: the deal has to be there, and what is proposed here is its CAR.
 */
public final class BoostTransport implements DealTransport {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String QUERY =
      "query($id: ID!) { deal(id: $id) { ID IsOffline InboundFilePath Checkpoint Err Message PublishCid ChainDealID Transferred } }";

  private final HttpCalls http;
  private final NodeRpc rpc;
  private final URI graphql;

  /**
   * A client of one boostd.
   *
   * @param graphql base URL of its GraphQL server, usually port 8080
   * @param token of its JSON-RPC server, with the permission admin
   */
  public BoostTransport(ProviderAddresses addresses, URI graphql, @Nullable String token) {
    this.http = new HttpCalls(addresses, Duration.ofSeconds(60));
    this.rpc = new NodeRpc(http, "/rpc/v0", token);
    this.graphql = graphql;
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

  @Override
  public ProposalOutcome propose(URI boostd, DealOffer offer, Signer client) {
    return switch (ask(offer)) {
      case Known.Imported imported ->
          new ProposalOutcome.Accepted("it has its data: " + imported.stored().status());
      case Known.Waiting _ -> bring(boostd, offer);
      case Known.Nothing _ ->
          new ProposalOutcome.Rejected(
              RejectionCause.UNSUPPORTED_PROTOCOL,
              "boost",
              "boostd has no deal "
                  + offer.key()
                  + ": Boost takes proposals over libp2p only, which is not spoken here");
      case Known.NoAnswer none -> new ProposalOutcome.Unreachable(none.why());
    };
  }

  private ProposalOutcome bring(URI boostd, DealOffer offer) {
    JsonNode body = JSON.readTree(offer.body());
    NodeRpc.Reply reply =
        rpc.call(
            boostd,
            "BoostOfflineDealWithData",
            body.required("uuid").asString(),
            body.required("path").asString(),
            body.required("delete_after_import").asBoolean());
    return switch (reply) {
      case NodeRpc.Reply.Result result when result.value().path("Accepted").asBoolean(false) ->
          new ProposalOutcome.Accepted(ProviderText.of(result.value().path("Reason").asString("")));
      case NodeRpc.Reply.Result result ->
          refused("boost", result.value().path("Reason").asString(""));
      case NodeRpc.Reply.Fault fault -> refused("boost-" + fault.code(), fault.text());
      case NodeRpc.Reply.Refused no ->
          new ProposalOutcome.Rejected(
              Refusals.mk12(no.status(), no.text()), "http-" + no.status(), no.text());
      case NodeRpc.Reply.Doubt doubt -> afterDoubt(offer, doubt.why());
      case NodeRpc.Reply.Unsent unsent -> new ProposalOutcome.Unreachable(unsent.why());
    };
  }

  private static ProposalOutcome refused(String code, String text) {
    String words = ProviderText.of(text);
    return new ProposalOutcome.Rejected(Refusals.mk12(words), code, words);
  }

  private ProposalOutcome afterDoubt(DealOffer offer, String told) {
    return switch (ask(offer)) {
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
    return switch (ask(offer)) {
      case Known.Imported imported -> imported.stored();
      case Known.Waiting _, Known.Nothing _ -> new OfferStatus.NotStored();
      case Known.NoAnswer none -> new OfferStatus.Unknown(none.why());
    };
  }

  private Known ask(DealOffer offer) {
    byte[] question =
        JSON.writeValueAsBytes(Map.of("query", QUERY, "variables", Map.of("id", offer.key())));
    Answer answer =
        http.send(
            graphql.resolve("/graphql/query"),
            "POST",
            Map.of("Content-Type", "application/json"),
            question);
    return switch (answer) {
      case Answer.Unsent unsent -> new Known.NoAnswer(unsent.why());
      case Answer.Lost lost -> new Known.NoAnswer(lost.why());
      case Answer.Http ok when ok.status() == 200 -> known(ok);
      case Answer.Http other -> new Known.NoAnswer("GraphQL answered " + other.told());
    };
  }

  private static Known known(Answer.Http answer) {
    try {
      JsonNode json = JSON.readTree(new String(answer.body(), StandardCharsets.UTF_8));
      JsonNode deal = json.at("/data/deal");
      if (deal.isObject()) {
        return known(deal);
      }
      String error = json.at("/errors/0/message").asString("");
      boolean none = error.isEmpty() || error.contains("not found") || error.contains("no rows");
      return none ? new Known.Nothing() : new Known.NoAnswer("GraphQL: " + ProviderText.of(error));
    } catch (JacksonException e) {
      return new Known.NoAnswer("GraphQL answered 200 without JSON");
    }
  }

  private static Known known(JsonNode deal) {
    String checkpoint = ProviderText.of(deal.path("Checkpoint").asString(""));
    boolean waits =
        checkpoint.equals("Accepted") && deal.path("InboundFilePath").asString("").isEmpty();
    if (waits) {
      return new Known.Waiting();
    }
    return new Known.Imported(
        new OfferStatus.Stored(
            checkpoint,
            ProviderText.of(deal.path("Err").asString("")),
            cid(deal.path("PublishCid").asString("")),
            number(deal.path("ChainDealID")),
            number(deal.path("Transferred"))));
  }

  /** Boost's 64-bit scalars come as numbers, as strings, or wrapped in an object. */
  private static long number(JsonNode scalar) {
    JsonNode value = scalar.isObject() ? scalar.path("n") : scalar;
    try {
      return Math.max(0, Long.parseLong(value.asString("0")));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static @Nullable Cid cid(String text) {
    try {
      return text.isEmpty() ? null : Cid.parse(text);
    } catch (FormatException e) {
      return null;
    }
  }

  private sealed interface Known {

    record Imported(OfferStatus.Stored stored) implements Known {}

    record Waiting() implements Known {}

    record Nothing() implements Known {}

    record NoAnswer(String why) implements Known {}
  }
}
