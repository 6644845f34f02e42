package io.filstore.devnet.provider;

import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A fault of a deal as part of the provider's journal. */
final class FaultJson {
  private FaultJson() {}

  static ObjectNode write(Fault fault) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("kind", fault.kind().text())
        .put("text", fault.text())
        .put("status", fault.status())
        .put("delayMillis", fault.delay().toMillis())
        .put("number", fault.number());
  }

  static Fault read(JsonNode json) {
    return new Fault(
        Fault.Kind.parse(json.path("kind").asString()),
        1,
        json.path("text").asString(),
        json.path("status").asInt(),
        "",
        Duration.ofMillis(json.path("delayMillis").asLong()),
        json.path("number").asLong());
  }
}
