package io.filstore.gateway.dealstatus;

import io.filstore.gateway.piece.PieceText;
import io.filstore.gateway.problem.ProblemException;
import io.filstore.ids.IdKind;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a subscription is about: everything of one's own, or the named things. Pieces are named by
 * their v1 CID.
 *
 * @param all whether the sets do not matter
 */
record Topic(boolean all, Set<String> uploads, Set<String> pieces, Set<String> deals) {
  private static final Topic ALL = new Topic(true, Set.of(), Set.of(), Set.of());

  /**
   * Reads {@code all}, {@code upload:ID}, {@code deal:ID} and {@code piece:CID}, of which any
   * holds.
   *
   * @throws ProblemException when there is none, or one is none of these
   */
  static Topic parse(Collection<String> texts) {
    Set<String> uploads = new TreeSet<>();
    Set<String> pieces = new TreeSet<>();
    Set<String> deals = new TreeSet<>();
    for (String text : texts) {
      String name = text.substring(text.indexOf(':') + 1);
      switch (text.substring(0, text.length() - name.length())) {
        case "upload:" -> uploads.add(required(IdKind.UPLOAD, name));
        case "deal:" -> deals.add(required(IdKind.DEAL, name));
        case "piece:" -> pieces.add(PieceText.v1(name));
        default -> requireAll(text);
      }
    }
    if (texts.isEmpty()) {
      throw ProblemException.invalid("topics must not be empty.");
    }
    return texts.contains("all") ? ALL : new Topic(false, uploads, pieces, deals);
  }

  private static String required(IdKind kind, String id) {
    if (!kind.matches(id)) {
      throw ProblemException.invalid("topics has what is not the id of one.");
    }
    return id;
  }

  private static void requireAll(String text) {
    if (!text.equals("all")) {
      throw ProblemException.invalid("A topic is all, upload:ID, deal:ID or piece:CID.");
    }
  }

  /** Whether an event that concerns the account belongs here. */
  boolean covers(Audience audience, String accountId) {
    return audience.concerns(accountId)
        && (all
            || audience.isDeal(deals)
            || audience.isAboutPiece(pieces)
            || audience.of(accountId).stream().anyMatch(uploads::contains));
  }
}
