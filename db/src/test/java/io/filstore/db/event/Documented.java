package io.filstore.db.event;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What an AsyncAPI document says of messages (its schemas are JSON Schema, draft 7). */
public record Documented(JsonNode document) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);

  /** The names of the messages of a channel. */
  public List<String> messages(String channel) {
    return List.copyOf(document.at("/channels/" + channel + "/messages").propertyNames());
  }

  /** In what a payload is not as the message is described; empty when it is. */
  public List<String> errors(String message, JsonNode payload) {
    ObjectNode schema = JSON.createObjectNode();
    schema
        .putArray("allOf")
        .addObject()
        .put("$ref", "#/components/messages/" + message + "/payload");
    schema.set("components", document.required("components"));
    return SCHEMAS.getSchema(schema).validate(payload).stream().map(Error::toString).toList();
  }
}
