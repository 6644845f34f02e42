package io.filstore.allinone.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The deals of one piece as they were last seen, and every pushed transition. */
final class DealBoard {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<String> CLOSED =
      Set.of("completed", "rejected", "lapsed", "terminated", "failed");
  private static final List<String> PATH =
      List.of(
          "planned",
          "allocating",
          "proposing",
          "accepted",
          "transferring",
          "committing",
          "sealing",
          "active",
          "expiring");

  private final String pieceCid;
  private final Map<String, JsonNode> deals = new LinkedHashMap<>();
  private final Map<String, ArrayNode> transitions = new LinkedHashMap<>();

  DealBoard(String pieceCid) {
    this.pieceCid = pieceCid;
  }

  /** A deal as the REST API shows it now. */
  void show(JsonNode deal) {
    if (deal.path("piece_cid").asString("").equals(pieceCid)) {
      deals.put(deal.required("id").asString(), deal);
    }
  }

  /** A pushed event; true when it was about one of the deals of this piece. */
  boolean apply(JsonNode event) {
    JsonNode deal = event.at("/data/deal");
    if (!event.path("type").asString("").equals("deal.state_changed")
        || !deal.path("piece_cid").asString("").equals(pieceCid)) {
      return false;
    }
    String id = deal.required("id").asString();
    deals.put(id, deal);
    JsonNode data = event.required("data");
    ObjectNode transition = JSON.createObjectNode();
    transition.set("seq", event.required("seq"));
    transition.set("time", event.required("time"));
    transition.set("from", data.path("from"));
    transition.set("to", data.path("to"));
    transition.set("finality", data.path("finality"));
    transitions.computeIfAbsent(id, unused -> JSON.createArrayNode()).add(transition);
    return true;
  }

  List<JsonNode> open() {
    return deals.values().stream().filter(deal -> !CLOSED.contains(state(deal))).toList();
  }

  /** Whether so many deals have come at least as far as the state. */
  boolean reached(String state, int replicas) {
    int wanted = PATH.indexOf(state);
    return open().stream().filter(deal -> PATH.indexOf(state(deal)) >= wanted).count() >= replicas;
  }

  /** How many deals are proven now. */
  long active() {
    return open().stream().filter(deal -> state(deal).equals("active")).count();
  }

  /** Where each deal is, with the reason if there is one: for a sentence about a failure. */
  String summary() {
    return deals.values().stream().map(DealBoard::describe).collect(Collectors.joining(", "));
  }

  /** Deals and transitions for the JSON document. */
  ArrayNode report() {
    ArrayNode all = JSON.createArrayNode();
    deals.forEach((id, deal) -> {
      ObjectNode entry = ((ObjectNode) deal).deepCopy();
      ArrayNode moves = transitions.get(id);
      entry.set("transitions", moves == null ? JSON.createArrayNode() : moves);
      all.add(entry);
    });
    return all;
  }

  List<String> providers() {
    return new ArrayList<>(
        open().stream().map(deal -> deal.path("provider").asString("")).toList());
  }

  private static String state(JsonNode deal) {
    return deal.path("state").asString("");
  }

  private static String describe(JsonNode deal) {
    String cause = deal.at("/cause/text").asString(deal.at("/cause/code").asString(""));
    return deal.path("provider").asString("?")
        + " "
        + state(deal)
        + (cause.isEmpty() ? "" : " (" + cause + ")");
  }
}
