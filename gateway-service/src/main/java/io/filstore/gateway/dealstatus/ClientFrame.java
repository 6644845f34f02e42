package io.filstore.gateway.dealstatus;

import io.filstore.gateway.piece.PieceText;
import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import io.filstore.ids.IdKind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a client may say. */
sealed interface ClientFrame {
  int MAX_NAMES = 1000;

  /**
   * Wants events.
   *
   * @param since the number of the last event that the client has; null: only what happens from now
   *     on
   */
  record Subscribe(String id, Topic topic, @Nullable Long since) implements ClientFrame {}

  record Unsubscribe(String id) implements ClientFrame {}

  /** The older message: the state of deals now and at each change. */
  record Monitor(List<String> dealIds) implements ClientFrame {}

  record Ping() implements ClientFrame {}

  /**
   * Reads a frame.
   *
   * @throws ProblemException when it is none of these
   */
  static ClientFrame parse(JsonMapper json, String text) {
    JsonNode frame;
    try {
      frame = json.readTree(text);
    } catch (JacksonException e) {
      throw new ProblemException(ProblemCode.INVALID_REQUEST, "The frame is not JSON.", e);
    }
    return switch (frame.path(frame.has("action") ? "action" : "type").asString("")) {
      case "subscribe" -> new Subscribe(id(frame), topic(frame), since(frame));
      case "unsubscribe" -> new Unsubscribe(id(frame));
      case "monitor" -> new Monitor(List.copyOf(names(frame, "dealIds")));
      case "ping" -> new Ping();
      default ->
          throw ProblemException.invalid("action must be subscribe, unsubscribe, monitor or ping.");
    };
  }

  private static String id(JsonNode frame) {
    String id = frame.path("id").asString("");
    if (!id.matches("[\\x21-\\x7e]{1,100}")) {
      throw ProblemException.invalid("id must be 1 to 100 visible ASCII characters.");
    }
    return id;
  }

  /** {@code after}, or {@code since} as it was called before. */
  private static @Nullable Long since(JsonNode frame) {
    JsonNode since = frame.path(frame.has("after") ? "after" : "since");
    boolean now = since.isString() && since.asString().equals("now");
    if (since.isMissingNode() || since.isNull() || now) {
      return null;
    }
    if (!since.isIntegralNumber() || !since.canConvertToLong() || since.asLong() < 0) {
      throw ProblemException.invalid("after must be the number of an event, 0 or above, or 'now'.");
    }
    return since.asLong();
  }

  private static Topic topic(JsonNode frame) {
    if (frame.has("topics")) {
      return Topic.parse(names(frame, "topics"));
    }
    boolean all = frame.path("all").asBoolean(false);
    Set<String> uploads = names(frame, "uploads");
    Set<String> pieces = new TreeSet<>();
    names(frame, "pieces").forEach(piece -> pieces.add(PieceText.v1(piece)));
    Set<String> deals = names(frame, "deals");
    if (all != (uploads.isEmpty() && pieces.isEmpty() && deals.isEmpty())) {
      throw ProblemException.invalid(
          "A subscription is for all:true or names uploads, pieces or deals.");
    }
    requireKind(IdKind.UPLOAD, uploads, "uploads");
    requireKind(IdKind.DEAL, deals, "deals");
    return new Topic(all, uploads, pieces, deals);
  }

  private static void requireKind(IdKind kind, Set<String> ids, String member) {
    if (!ids.stream().allMatch(kind::matches)) {
      throw ProblemException.invalid(member + " has what is not the id of one.");
    }
  }

  private static Set<String> names(JsonNode frame, String member) {
    JsonNode list = frame.path(member);
    Set<String> names = new TreeSet<>();
    if (list.isMissingNode()) {
      return names;
    }
    if (!list.isArray() || list.size() > MAX_NAMES) {
      throw ProblemException.invalid(
          member + " must be a list of at most " + MAX_NAMES + " texts.");
    }
    for (JsonNode name : list) {
      if (!name.isString() || name.asString().length() > 200) {
        throw ProblemException.invalid(member + " must be a list of texts.");
      }
      names.add(name.asString());
    }
    return names;
  }
}
