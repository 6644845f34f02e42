package io.filstore.devnet.rpc;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** What a method answers, written straight to the wire so that large maps are never a tree. */
@FunctionalInterface
interface Result {
  ObjectMapper JSON = JsonMapper.shared();

  void write(JsonGenerator out);

  static Result of(JsonNode node) {
    return out -> JSON.writeTree(out, node);
  }

  static Result of(String text) {
    return out -> out.writeString(text);
  }

  static Result of(long number) {
    return out -> out.writeNumber(number);
  }

  static Result of(boolean value) {
    return out -> out.writeBoolean(value);
  }

  /** A legal and meaningful answer: nothing there. */
  static Result nothing() {
    return JsonGenerator::writeNull;
  }
}
