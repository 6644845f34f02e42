package io.filstore.devnet.rpc;

import io.filstore.devnet.actors.runtime.ActorEvent;
import io.filstore.filecoin.FilAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Which events are wanted (lotus chain/types/actor_event.go): values of one key are alternatives,
 * all keys have to match. An empty list of values never matches, as in the live matcher.
 */
record EventFilter(List<FilAddress> emitters, Map<String, List<byte[]>> fields) {

  static EventFilter read(JsonNode filter) {
    List<FilAddress> emitters = new ArrayList<>();
    filter.path("addresses").forEach(a -> emitters.add(FilAddress.parse(a.asString())));
    Map<String, List<byte[]>> fields = new HashMap<>();
    filter
        .path("fields")
        .properties()
        .forEach(field -> fields.put(field.getKey(), values(field.getValue())));
    return new EventFilter(emitters, fields);
  }

  private static List<byte[]> values(JsonNode field) {
    List<byte[]> values = new ArrayList<>();
    field.forEach(v -> values.add(Base64.getDecoder().decode(v.path("value").asString())));
    return values;
  }

  boolean matches(ActorEvent event) {
    boolean fromWanted = emitters.isEmpty() || emitters.contains(event.emitter());
    return fromWanted
        && fields.entrySet().stream().allMatch(f -> holds(event, f.getKey(), f.getValue()));
  }

  private static boolean holds(ActorEvent event, String key, List<byte[]> values) {
    return event.entries().stream()
        .filter(entry -> entry.flags() == ActorEvent.INDEXED && entry.key().equals(key))
        .anyMatch(entry -> values.stream().anyMatch(v -> Arrays.equals(v, entry.value())));
  }
}
