package io.filstore.allinone.demo;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The stations of the deals of one piece, told in their order as soon as all replicas passed them.
 */
final class DealStations {
  private final Story story;
  private final ObjectNode facts;
  private final ChainRpc chain;
  private final DealBoard board;
  private final int replicas;
  private final boolean known;
  private @Nullable BigInteger datacapBefore;
  private int told;

  /**
   * The stations of one piece.
   *
   * @param known whether the content was stored before: what happened then is not told again
   */
  DealStations(
      Story story, ObjectNode facts, ChainRpc chain, DealBoard board, int replicas, boolean known) {
    this.story = story;
    this.facts = facts;
    this.chain = chain;
    this.board = board;
    this.replicas = replicas;
    this.known = known;
  }

  /** Tells what has been reached since the last call; true when all replicas are active. */
  boolean advance() {
    noteDatacapBefore();
    if (told == 0 && known && board.reached("active", replicas)) {
      tellDatacap();
      told = 2;
    }
    if (told == 0 && board.reached("accepted", replicas)) {
      tellDatacap();
      story.line("proposed", "to %d providers: %s", open().size(), each("provider"));
      told = 1;
    }
    if (told == 1 && board.reached("committing", replicas)) {
      story.line("transferred", "%s fetched the CAR", each("provider"));
      told = 2;
    }
    if (told == 2 && board.reached("active", replicas)) {
      open().forEach(this::tellOnChain);
      open().forEach(this::tellActive);
      told = 3;
    }
    return told == 3;
  }

  /** Asked as soon as the client's address is known: a planned deal has not spent anything yet. */
  private void noteDatacapBefore() {
    if (datacapBefore == null && !open().isEmpty()) {
      datacapBefore = chain.datacap(client());
    }
  }

  private void tellDatacap() {
    BigInteger after = chain.datacap(client());
    BigInteger before = datacapBefore == null ? after : datacapBefore;
    facts
        .putObject("datacap")
        .put("client", client())
        .put("before", before)
        .put("after", after)
        .put("spent", before.subtract(after))
        .put("unit", "bytes");
    story.line(
        "DataCap",
        "of %s: %s before, %s after (%s spent)",
        client(),
        Story.binary(before),
        Story.binary(after),
        Story.binary(before.subtract(after)));
  }

  private void tellOnChain(JsonNode deal) {
    if (deal.path("product").asString("").equals("mk12")) {
      story.line(
          "published",
          "by %s as deal %s in message %s",
          text(deal, "provider"),
          text(deal, "chain_deal_id"),
          text(deal, "publish_message"));
    } else {
      story.line(
          "claimed",
          "by %s: allocation %s in sector %s",
          text(deal, "provider"),
          text(deal, "allocation_id"),
          text(deal, "sector"));
    }
  }

  private void tellActive(JsonNode deal) {
    story.line(
        "active",
        "%s since epoch %s (%s) until epoch %s (%s)",
        text(deal, "provider"),
        deal.at("/active/epoch").asString("?"),
        deal.at("/active/time").asString("?"),
        deal.at("/end/epoch").asString("?"),
        deal.at("/end/time").asString("?"));
  }

  private String client() {
    return open().getFirst().path("client").asString("");
  }

  private List<JsonNode> open() {
    return board.open();
  }

  private String each(String field) {
    return open().stream().map(deal -> text(deal, field)).collect(Collectors.joining(", "));
  }

  private static String text(JsonNode deal, String field) {
    return deal.path(field).asString("?");
  }
}
