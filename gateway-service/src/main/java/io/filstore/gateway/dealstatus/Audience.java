package io.filstore.gateway.dealstatus;

import io.filstore.db.event.Event;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Whom an event concerns.
 *
 * @param uploadsByAccount the uploads that it is about, by owner: the upload itself, or those in
 *     the deal's piece; none when it is about something else of the account's
 * @param pieceCids v1, those that the event names
 */
record Audience(String subject, Map<String, Set<String>> uploadsByAccount, Set<String> pieceCids) {

  boolean concerns(String accountId) {
    return uploadsByAccount.containsKey(accountId);
  }

  /** The account's uploads that the event is about. */
  Set<String> of(String accountId) {
    return uploadsByAccount.getOrDefault(accountId, Set.of());
  }

  boolean isDeal(Set<String> deals) {
    return deals.contains(subject);
  }

  boolean isAboutPiece(Set<String> pieces) {
    return pieces.contains(subject) || pieceCids.stream().anyMatch(pieces::contains);
  }

  /** The pieces that an event names: a deal event inside the deal, an upload event all of its. */
  static Set<String> piecesOf(Event event) {
    JsonNode data = event.data();
    Stream<JsonNode> named =
        Stream.concat(
            Stream.of(data.at("/deal/piece_cid"), data.at("/piece_cid")),
            data.path("pieces").valueStream().map(piece -> piece.path("piece_cid")));
    return named
        .filter(JsonNode::isString)
        .map(JsonNode::asString)
        .collect(Collectors.toUnmodifiableSet());
  }
}
