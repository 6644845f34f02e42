package io.filstore.gateway.dealstatus;

import io.filstore.db.event.Event;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Whom an event concerns.
 *
 * @param uploadsByAccount the uploads that it is about, by owner: the upload itself, or those in
 *     the deal's piece
 * @param pieceCid v1, when the event names one
 */
record Audience(
    String subject, Map<String, Set<String>> uploadsByAccount, @Nullable String pieceCid) {

  /** The account's uploads that the event is about; empty when the event does not concern it. */
  Set<String> of(String accountId) {
    return uploadsByAccount.getOrDefault(accountId, Set.of());
  }

  boolean isDeal(Set<String> deals) {
    return deals.contains(subject);
  }

  boolean isAboutPiece(Set<String> pieces) {
    return pieceCid != null && pieces.contains(pieceCid);
  }

  /** The piece that an event names: a deal event inside the deal, an upload event beside it. */
  static @Nullable String pieceOf(Event event) {
    JsonNode deal = event.data().at("/deal/piece_cid");
    JsonNode piece = deal.isString() ? deal : event.data().at("/piece_cid");
    return piece.isString() ? piece.asString() : null;
  }
}
