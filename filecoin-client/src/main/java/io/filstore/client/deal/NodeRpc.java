package io.filstore.client.deal;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON-RPC to a node that makes deals (Lotus, boostd): what was not sent, what was lost and what
 * was answered stay apart, because a deal may hang on it.
 */
final class NodeRpc {

  static final int NO_SUCH_METHOD = -32601;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpCalls http;
  private final String path;
  private final @Nullable String token;

  NodeRpc(HttpCalls http, String path, @Nullable String token) {
    this.http = http;
    this.path = path;
    this.token = token == null || token.isBlank() ? null : token;
  }

  /** What a call came to. */
  sealed interface Reply {

    /** A result; a null node when it is null. */
    record Result(JsonNode value) implements Reply {}

    /** The node's own error, over any HTTP status. */
    record Fault(int code, String text) implements Reply {}

    /** Refused before the method ran. */
    record Refused(int status, String text) implements Reply {}

    /** Perhaps it ran. */
    record Doubt(String why) implements Reply {}

    record Unsent(String why) implements Reply {}

    /** In words, for a reply that is not what was asked for. */
    default String told() {
      return switch (this) {
        case Result _ -> "a result that was not asked for";
        case Fault fault -> fault.text();
        case Refused no -> "HTTP " + no.status() + " " + no.text();
        case Doubt doubt -> doubt.why();
        case Unsent unsent -> unsent.why();
      };
    }
  }

  Reply call(URI node, String method, Object... params) {
    ObjectNode request = JSON.createObjectNode();
    request.put("jsonrpc", "2.0").put("id", 1).put("method", "Filecoin." + method);
    ArrayNode list = request.putArray("params");
    for (Object param : params) {
      list.add(JSON.<JsonNode>valueToTree(param));
    }
    Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json"));
    if (token != null) {
      headers.put("Authorization", "Bearer " + token);
    }
    return switch (http.send(
        node.resolve(path), "POST", headers, JSON.writeValueAsBytes(request))) {
      case Answer.Unsent unsent -> new Reply.Unsent(unsent.why());
      case Answer.Lost lost -> new Reply.Doubt(lost.why());
      case Answer.Http answer -> reply(answer);
    };
  }

  /** The body counts whatever the status, because go-jsonrpc sends its errors with 500. */
  private static Reply reply(Answer.Http answer) {
    JsonNode json = read(answer.body());
    if (json.hasNonNull("error")) {
      JsonNode error = json.path("error");
      return new Reply.Fault(
          error.path("code").asInt(0), ProviderText.of(error.path("message").asString("")));
    }
    if (answer.status() == 200 && json.has("result")) {
      return new Reply.Result(json.path("result"));
    }
    return answer.isInDoubt() || answer.status() == 200
        ? new Reply.Doubt(answer.told())
        : new Reply.Refused(answer.status(), answer.text());
  }

  private static JsonNode read(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      return json == null ? NullNode.getInstance() : json;
    } catch (JacksonException e) {
      return NullNode.getInstance();
    }
  }
}
