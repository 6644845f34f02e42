package io.filstore.devnet;

import java.util.Map;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/**
 * An answer with its values replaced by what kind they are. Two answers of the same form are the
 * same bytes but for the values: same keys in the same order, same encodings.
 */
final class WireForm {
  private WireForm() {}

  /** The form of a text that is JSON without spaces, as Go writes it. */
  static String of(String text) {
    JsonNode json = Rpc.JSON.readTree(text);
    if (!json.toString().equals(text.strip())) {
      throw new AssertionError("not in the compact form of Go: " + text);
    }
    return of(json);
  }

  static String of(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> object(node);
      case ARRAY -> node.isEmpty() ? "[]" : "[" + of(node.get(0)) + "]";
      case STRING -> text(node.asString());
      case NUMBER -> node.isIntegralNumber() ? "int" : "fraction";
      default -> node.toString();
    };
  }

  /** Maps from ids are one entry, whatever the id; a label may be any text. */
  private static String object(JsonNode node) {
    StringJoiner all = new StringJoiner(",", "{", "}");
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      if (property.getKey().matches("[0-9]+")) {
        return "{<id>:" + of(property.getValue()) + "}";
      }
      boolean free = property.getKey().equals("Label");
      all.add(property.getKey() + ":" + (free ? "text" : of(property.getValue())));
    }
    return all.toString();
  }

  private static String text(String text) {
    if (text.matches("(bafy|bafk|baga)[a-z2-7]+")) {
      return "cid";
    }
    if (text.matches("-?[0-9]+")) {
      return "decimal";
    }
    if (text.matches("[ft][0-4][a-z0-9]+")) {
      return "address";
    }
    return "text";
  }
}
