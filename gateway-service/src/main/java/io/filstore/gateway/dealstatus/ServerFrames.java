package io.filstore.gateway.dealstatus;

import io.filstore.db.event.Event;
import io.filstore.gateway.problem.Problem;
import io.filstore.gateway.problem.ProblemException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the server says over WebSocket, as JSON text. */
@Component
class ServerFrames {
  private final JsonMapper json;

  ServerFrames(JsonMapper json) {
    this.json = json;
  }

  String ack(String id, long seq) {
    return json.writeValueAsString(Map.of("type", "ack", "id", id, "seq", seq));
  }

  String event(String id, Event event, String accountId) {
    return json.writeValueAsString(
        Map.of("type", "event", "id", id, "event", json.readTree(event.envelope(accountId))));
  }

  String gap(String id, Gap gap) {
    return json.writeValueAsString(
        Map.of("type", "gap", "id", id, "from", gap.from(), "to", gap.to()));
  }

  /** The older form, without a type. */
  String deal(String dealId, JsonNode deal) {
    return json.writeValueAsString(Map.of("dealId", dealId, "deal", deal));
  }

  JsonNode tree(Object view) {
    return json.valueToTree(view);
  }

  String pong() {
    return json.writeValueAsString(Map.of("type", "pong"));
  }

  /** An error; {@code id} names the subscription it is about. */
  String error(@Nullable String id, ProblemException e, @Nullable String path) {
    Problem problem = Problem.of(e, path, null);
    return json.writeValueAsString(
        id == null
            ? Map.of("type", "error", "problem", problem)
            : Map.of("type", "error", "id", id, "problem", problem));
  }

  ClientFrame read(String text) {
    return ClientFrame.parse(json, text);
  }
}
