package io.filstore.client.chain;

import io.filstore.filecoin.FilAddress;
import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Events of built-in actors (lotus {@code GetActorEventsRaw};
 * documentation/en/actor-events-api.md). A node keeps them only where an operator has switched that
 * on, and only from then on.
 */
final class ActorEvents {

  private static final int CBOR = 81;

  /** Heights that one call may span. */
  private static final long MOST_HEIGHTS = 2880;

  /** On a public network something is published, allocated or claimed in any half hour. */
  private static final long PROOF_OF_LIFE = 60;

  private final JsonRpc rpc;

  ActorEvents(JsonRpc rpc) {
    this.rpc = rpc;
  }

  PublishedDeals published(FilAddress client, FilAddress provider, long from, long to) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("$type", anyOf(new CborWriter().text("deal-published").toBytes()));
    fields.put("client", anyOf(new CborWriter().uint(client.actorId()).toBytes()));
    fields.put("provider", anyOf(new CborWriter().uint(provider.actorId()).toBytes()));
    Set<Long> ids = new HashSet<>();
    for (long first = from; first <= to; first += MOST_HEIGHTS) {
      long last = Math.min(to, first + MOST_HEIGHTS - 1);
      call(first, last, Map.of("fields", fields)).forEach(event -> addId(event, ids));
    }
    return new PublishedDeals(ids, !ids.isEmpty() || lives(from));
  }

  private boolean lives(long from) {
    return !call(Math.max(0, from - PROOF_OF_LIFE), from, Map.of()).isEmpty();
  }

  private JsonNode call(long from, long to, Map<String, Object> more) {
    Map<String, Object> filter = new HashMap<>(more);
    filter.put("addresses", List.of(FilAddress.MARKET.toString(), FilAddress.VERIFREG.toString()));
    filter.put("fromHeight", from);
    filter.put("toHeight", to);
    return rpc.call("GetActorEventsRaw", filter);
  }

  private static void addId(JsonNode event, Set<Long> ids) {
    if (event.path("reverted").asBoolean(false)) {
      return;
    }
    for (JsonNode entry : event.required("entries")) {
      if (entry.required("Key").asString().equals("id")) {
        byte[] value = Base64.getDecoder().decode(entry.required("Value").asString());
        ids.add(new CborReader(value).uint());
      }
    }
  }

  private static List<Map<String, Object>> anyOf(byte[] value) {
    return List.of(Map.of("codec", CBOR, "value", Base64.getEncoder().encodeToString(value)));
  }
}
