package io.filstore.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Compares JSON by keys, their order, and kinds of values. */
final class Shapes {
  private Shapes() {}

  static void assertSame(JsonNode wanted, JsonNode actual) {
    assertSame("$", wanted, actual);
  }

  private static void assertSame(String where, JsonNode wanted, JsonNode actual) {
    assertThat(actual.getNodeType()).as(where + " of " + actual).isEqualTo(wanted.getNodeType());
    if (wanted.isObject()) {
      assertThat(keys(actual)).as(where).containsExactlyInAnyOrderElementsOf(keys(wanted));
      for (Map.Entry<String, JsonNode> property : wanted.properties()) {
        assertSame(
            where + "." + property.getKey(), property.getValue(), actual.get(property.getKey()));
      }
    }
    if (wanted.isArray() && !wanted.isEmpty() && !actual.isEmpty()) {
      assertSame(where + "[0]", wanted.get(0), actual.get(0));
    }
  }

  private static List<String> keys(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }
}
