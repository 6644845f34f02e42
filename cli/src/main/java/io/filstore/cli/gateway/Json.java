package io.filstore.cli.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** An object of JSON: texts, numbers, booleans, lists and maps. */
record Json(Map<String, @Nullable Object> members) {

  /**
   * Reads one object.
   *
   * @throws GatewayException when it is none
   */
  static Json read(byte[] bytes) {
    try (JsonParser parser =
        JsonFactory.builder().build().createParser(ObjectReadContext.empty(), bytes)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        return new Json(object(parser));
      }
    } catch (JacksonException e) {
      throw new GatewayException("the gateway answered with something else than JSON");
    }
    throw new GatewayException("the gateway answered with something else than a JSON object");
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      members.put(name, value(parser, parser.nextToken()));
    }
    return members;
  }

  private static @Nullable Object value(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
          items.add(value(parser, t));
        }
        yield items;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  /** A member as a text; empty when it is absent. */
  String text(String name) {
    Object value = members.get(name);
    return value == null ? "" : value.toString();
  }

  long number(String name) {
    return members.get(name) instanceof Long number ? number : 0;
  }

  /** A member that is an object; null when it is absent. */
  @SuppressWarnings("unchecked") // objects are read as such maps only
  @Nullable Json object(String name) {
    return members.get(name) instanceof Map<?, ?> map
        ? new Json((Map<String, @Nullable Object>) map)
        : null;
  }

  /** The items of a member that is a list. */
  List<?> list(String name) {
    return members.get(name) instanceof List<?> items ? items : List.of();
  }

  /** Writes the members into an object that is open. */
  void write(JsonGenerator json) {
    members.forEach((name, value) -> {
      json.writeName(name);
      write(json, value);
    });
  }

  private static void write(JsonGenerator json, @Nullable Object value) {
    switch (value) {
      case null -> json.writeNull();
      case Map<?, ?> map -> {
        json.writeStartObject();
        map.forEach((name, item) -> {
          json.writeName(String.valueOf(name));
          write(json, item);
        });
        json.writeEndObject();
      }
      case List<?> items -> {
        json.writeStartArray();
        items.forEach(item -> write(json, item));
        json.writeEndArray();
      }
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case Boolean truth -> json.writeBoolean(truth);
      default -> json.writeString(value.toString());
    }
  }
}
