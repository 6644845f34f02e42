package io.filstore.devnet.provider;

import io.filstore.filecoin.ClientDealProposal;
import io.filstore.filecoin.SignedMessage;
import io.filstore.multiformats.Cid;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A deal as a line of the provider's journal. */
final class StoredDealJson {
  private StoredDealJson() {}

  static ObjectNode write(StoredDeal deal) {
    ObjectNode json = object();
    json.put("id", deal.id()).put("client", deal.client()).put("rawSize", deal.rawSize());
    json.set("sources", sources(deal.sources()));
    json.set("terms", terms(deal.terms()));
    ArrayNode faults = json.putArray("faults");
    deal.faults().forEach(fault -> faults.add(FaultJson.write(fault)));
    json.set("progress", progress(deal.progress()));
    return json;
  }

  static StoredDeal read(JsonNode json) {
    return new StoredDeal(
        json.path("id").asString(),
        json.path("client").asString(),
        json.path("rawSize").asLong(),
        readSources(json.path("sources")),
        readTerms(json.path("terms")),
        readFaults(json.path("faults")),
        readProgress(json.path("progress")));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ArrayNode sources(List<Source> sources) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (Source source : sources) {
      ObjectNode json = all.addObject().put("url", source.url());
      ObjectNode headers = json.putObject("headers");
      source.headers().forEach((name, values) -> values.forEach(headers.withArray(name)::add));
    }
    return all;
  }

  private static List<Source> readSources(JsonNode json) {
    List<Source> all = new ArrayList<>();
    json.forEach(s -> all.add(new Source(s.path("url").asString(), headers(s.path("headers")))));
    return all;
  }

  /** Header names with one or several values; also the form in deals. */
  static Map<String, List<String>> headers(JsonNode json) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    json.properties().forEach(e -> headers.put(e.getKey(), values(e.getValue())));
    return headers;
  }

  private static List<String> values(JsonNode json) {
    if (!json.isArray()) {
      return List.of(json.asString());
    }
    List<String> values = new ArrayList<>();
    json.forEach(v -> values.add(v.asString()));
    return values;
  }

  private static ObjectNode terms(Terms terms) {
    return switch (terms) {
      case Terms.Ddo ddo ->
          object()
              .put("kind", "ddo")
              .put("piece", ddo.piece().toString())
              .put("pieceSize", ddo.pieceSize())
              .put("client", ddo.client())
              .put("allocation", ddo.allocation())
              .put("duration", ddo.duration())
              .put("startEpoch", ddo.startEpoch());
      case Terms.Classic(ClientDealProposal signed, boolean offline) ->
          object()
              .put("kind", "classic")
              .put("proposal", base64(signed.cbor()))
              .put("offline", offline);
    };
  }

  private static Terms readTerms(JsonNode json) {
    if (json.path("kind").asString().equals("classic")) {
      return new Terms.Classic(
          ClientDealProposal.decode(bytes(json.path("proposal"))),
          json.path("offline").asBoolean());
    }
    return new Terms.Ddo(
        Cid.parse(json.path("piece").asString()),
        json.path("pieceSize").asLong(),
        json.path("client").asLong(),
        json.path("allocation").asLong(),
        json.path("duration").asLong(),
        json.path("startEpoch").asLong());
  }

  private static List<Fault> readFaults(JsonNode json) {
    List<Fault> faults = new ArrayList<>();
    json.forEach(fault -> faults.add(FaultJson.read(fault)));
    return faults;
  }

  private static ObjectNode progress(Progress p) {
    ObjectNode json = object().put("phase", p.phase().name()).put("since", p.since());
    p.publishMessage().ifPresent(m -> json.put("publish", base64(m.cbor())));
    json.put("dealId", p.dealId());
    p.activationMessage().ifPresent(m -> json.put("activation", base64(m.cbor())));
    return json.put("error", p.error());
  }

  private static Progress readProgress(JsonNode json) {
    return new Progress(
        Phase.valueOf(json.path("phase").asString()),
        json.path("since").asLong(),
        message(json.path("publish")),
        json.path("dealId").asLong(),
        message(json.path("activation")),
        json.path("error").asString());
  }

  private static @Nullable SignedMessage message(JsonNode json) {
    return json.isMissingNode() ? null : SignedMessage.decode(bytes(json));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(JsonNode json) {
    return Base64.getDecoder().decode(json.asString());
  }
}
