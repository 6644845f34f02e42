package io.filstore.client.chain;

import io.filstore.filecoin.FilAddress;
import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Lotus' JSON forms of actor events and of filters for them (chain/types/actor_event.go): keys with
 * values in CBOR, as base64.
 */
final class ActorEventJson {
  private static final int CBOR = 81;

  /**
   * What can change the state of a deal (actors/market/src/emit.rs, actors/verifreg/src/emit.rs).
   */
  private static final List<String> TYPES =
      List.of(
          "deal-published",
          "deal-activated",
          "deal-terminated",
          "deal-completed",
          "allocation",
          "claim",
          "allocation-removed",
          "claim-updated",
          "claim-removed");

  private static final Set<String> NUMBERS = Set.of("id", "client", "provider");

  private ActorEventJson() {}

  /** Events of these clients from now on. */
  static Map<String, Object> filter(Set<FilAddress> clients) {
    List<Object> types = new ArrayList<>();
    TYPES.forEach(type -> types.add(value(new CborWriter().text(type))));
    List<Object> ids = new ArrayList<>();
    clients.forEach(client -> ids.add(value(new CborWriter().uint(client.actorId()))));
    Map<String, Object> filter = new HashMap<>();
    filter.put("addresses", List.of(FilAddress.MARKET.toString(), FilAddress.VERIFREG.toString()));
    filter.put("fields", Map.of("$type", types, "client", ids));
    return filter;
  }

  static Map<String, Object> filter(Set<FilAddress> clients, long from, long to) {
    Map<String, Object> filter = filter(clients);
    filter.put("fromHeight", from);
    filter.put("toHeight", to);
    return filter;
  }

  private static Map<String, Object> value(CborWriter cbor) {
    return Map.of("codec", CBOR, "value", Base64.getEncoder().encodeToString(cbor.toBytes()));
  }

  /** No events at all are null. */
  static List<ActorEvent> events(JsonNode array) {
    List<ActorEvent> events = new ArrayList<>();
    array.forEach(json -> event(json).ifPresent(events::add));
    return events;
  }

  /** Empty for an event that names no deal, allocation or claim. */
  static Optional<ActorEvent> event(JsonNode json) {
    FilAddress emitter = LotusJson.address(json.required("emitter"));
    String type = null;
    Map<String, Long> numbers = new HashMap<>();
    for (JsonNode entry : json.required("entries")) {
      String key = entry.required("Key").asString();
      if (key.equals("$type")) {
        type = value(entry).text();
      } else if (NUMBERS.contains(key)) {
        numbers.put(key, value(entry).uint());
      }
    }
    return event(json, emitter, type, numbers);
  }

  private static CborReader value(JsonNode entry) {
    return new CborReader(Base64.getDecoder().decode(entry.required("Value").asString()));
  }

  private static Optional<ActorEvent> event(
      JsonNode json, FilAddress emitter, @Nullable String type, Map<String, Long> numbers) {
    Long id = numbers.get("id");
    if (type == null || id == null) {
      return Optional.empty();
    }
    return Optional.of(
        new ActorEvent(
            emitter,
            type,
            id,
            numbers.getOrDefault("client", 0L),
            numbers.getOrDefault("provider", 0L),
            LotusJson.integer(json.required("height")),
            LotusJson.tipsetKey(json.required("tipsetKey")),
            LotusJson.cid(json.required("msgCid")),
            json.path("reverted").asBoolean(false)));
  }
}
