package io.filstore.client.deal;

import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What boostd tells over GraphQL (boost gql/schema.graphql): its miner and how a deal stands. */
final class BoostGraphQl {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String OFFLINE =
      "query($id: ID!) { deal(id: $id) { ID IsOffline InboundFilePath Checkpoint Err Message PublishCid ChainDealID Transferred } }";
  private static final String DIRECT =
      "query($id: ID!) { directDeal(id: $id) { ID InboundFilePath Checkpoint Err Retry Message Transferred } }";
  private static final String MINER = "query { minerAddress { MinerID } }";

  private final HttpCalls http;
  private final URI server;

  BoostGraphQl(HttpCalls http, URI server) {
    this.http = http;
    this.server = server;
  }

  /** What it knows of a deal. */
  sealed interface Known {

    /** It has the deal and its data. */
    record Imported(OfferStatus.Stored stored) implements Known {}

    /** It has the deal and waits for its data. */
    record Waiting() implements Known {}

    record Nothing() implements Known {}

    record NoAnswer(String why) implements Known {}
  }

  /** A deal that was proposed over libp2p. */
  Known offline(String uuid) {
    return deal(OFFLINE, "deal", uuid);
  }

  Known direct(String uuid) {
    return deal(DIRECT, "directDeal", uuid);
  }

  /** Why it cannot be the market of this miner; empty when it is. */
  Optional<String> refuses(FilAddress miner) {
    return switch (ask(MINER, Map.of())) {
      case Told.Silence silence -> Optional.of(silence.why());
      case Told.Json told -> {
        String id = told.value().at("/data/minerAddress/MinerID").asString("");
        yield isOf(id, miner)
            ? Optional.empty()
            : Optional.of("the boostd at " + server + " is of the miner '" + id + "'");
      }
    };
  }

  private static boolean isOf(String id, FilAddress miner) {
    try {
      return FilAddress.parse(id).equals(miner);
    } catch (FormatException e) {
      return false;
    }
  }

  private Known deal(String query, String field, String uuid) {
    return switch (ask(query, Map.of("id", uuid))) {
      case Told.Silence silence -> new Known.NoAnswer(silence.why());
      case Told.Json told -> known(told.value(), field);
    };
  }

  private static Known known(JsonNode answer, String field) {
    JsonNode deal = answer.path("data").path(field);
    if (deal.isObject()) {
      return field.equals("directDeal") ? direct(deal) : offline(deal);
    }
    // Boost passes on its database's "sql: no rows in result set" for a uuid that it does not know.
    String error = answer.at("/errors/0/message").asString("");
    boolean none = error.isEmpty() || error.contains("not found") || error.contains("no rows");
    return none ? new Known.Nothing() : new Known.NoAnswer("GraphQL: " + ProviderText.of(error));
  }

  private static Known offline(JsonNode deal) {
    String checkpoint = text(deal, "Checkpoint");
    boolean waits = checkpoint.equals("Accepted") && text(deal, "InboundFilePath").isEmpty();
    return waits
        ? new Known.Waiting()
        : new Known.Imported(
            new OfferStatus.Stored(
                checkpoint,
                text(deal, "Err"),
                cid(deal.path("PublishCid").asString("")),
                number(deal.path("ChainDealID")),
                number(deal.path("Transferred"))));
  }

  /**
   * A direct deal failed when its retry is {@code fatal}; with an error and another retry it is
   * paused, and goes on when boostd starts anew or its operator says so.
   */
  private static Known direct(JsonNode deal) {
    String checkpoint = text(deal, "Checkpoint");
    String error = text(deal, "Err");
    boolean failed = text(deal, "Retry").equals("fatal") || checkpoint.equals("Complete");
    boolean paused = !error.isEmpty() && !failed;
    return new Known.Imported(
        new OfferStatus.Stored(
            paused ? "Paused at " + checkpoint + ": " + error : checkpoint,
            paused ? "" : error,
            null,
            0,
            number(deal.path("Transferred"))));
  }

  private static String text(JsonNode deal, String field) {
    return ProviderText.of(deal.path(field).asString(""));
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

  private Told ask(String query, Map<String, String> variables) {
    byte[] question = JSON.writeValueAsBytes(Map.of("query", query, "variables", variables));
    Answer answer =
        http.send(
            server.resolve("/graphql/query"),
            "POST",
            Map.of("Content-Type", "application/json"),
            question);
    return switch (answer) {
      case Answer.Unsent unsent -> new Told.Silence(unsent.why());
      case Answer.Lost lost -> new Told.Silence(lost.why());
      case Answer.Http ok when ok.status() == 200 -> read(ok);
      case Answer.Http other -> new Told.Silence("GraphQL answered " + other.told());
    };
  }

  private static Told read(Answer.Http answer) {
    try {
      JsonNode json = JSON.readTree(new String(answer.body(), StandardCharsets.UTF_8));
      return json.has("data") || json.has("errors")
          ? new Told.Json(json)
          : new Told.Silence("GraphQL answered 200 without data");
    } catch (JacksonException e) {
      return new Told.Silence("GraphQL answered 200 without JSON");
    }
  }

  private sealed interface Told {

    record Json(JsonNode value) implements Told {}

    record Silence(String why) implements Told {}
  }
}
