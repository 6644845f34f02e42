package io.filstore.ipld;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the values of one dag-json text. */
final class JsonValues {
  /** A sign and the digits of 2^64. */
  private static final int MAX_INTEGER = 21;

  private final JsonInput in;
  private int values;

  JsonValues(ByteBuffer text) {
    this.in = new JsonInput(text);
  }

  Node whole() {
    Node node = value(CborLimits.MAX_DEPTH);
    if (in.peek() >= 0) {
      throw in.problem("something follows the value");
    }
    return node;
  }

  private Node value(int depth) {
    values = CborLimits.oneMore(values);
    return switch (in.peek()) {
      case '{' -> map(CborLimits.inside(depth));
      case '[' -> list(CborLimits.inside(depth));
      case '"' -> new Node.Text(text());
      case 't' -> word("true", new Node.Bool(true));
      case 'f' -> word("false", new Node.Bool(false));
      case 'n' -> word("null", new Node.Null());
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(in.number());
      case -1 -> throw in.problem("ends where a value should begin");
      default -> throw in.problem("no value begins like this");
    };
  }

  private String text() {
    in.expect('"');
    return in.string();
  }

  private Node word(String word, Node meaning) {
    in.word(word);
    return meaning;
  }

  private Node number(String text) {
    if (text.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E')) {
      double value = Double.parseDouble(text);
      if (!Double.isFinite(value)) {
        throw in.problem("float is not finite");
      }
      return new Node.Float(value);
    }
    if (text.length() > MAX_INTEGER) {
      throw in.problem("integer of " + text.length() + " characters exceeds 64 bits");
    }
    BigInteger value = new BigInteger(text);
    if (value.compareTo(Node.Int.MIN) < 0 || value.compareTo(Node.Int.MAX) > 0) {
      throw in.problem("integer " + text + " exceeds 64 bits");
    }
    return new Node.Int(value);
  }

  private Node list(int depth) {
    in.expect('[');
    List<Node> items = new ArrayList<>();
    if (in.take(']')) {
      return new Node.List(items);
    }
    do {
      items.add(value(depth));
    } while (in.take(','));
    in.expect(']');
    return new Node.List(items);
  }

  private Node map(int depth) {
    in.expect('{');
    Map<String, Node> entries = new LinkedHashMap<>();
    if (!in.take('}')) {
      do {
        entry(entries, depth);
      } while (in.take(','));
      in.expect('}');
    }
    return JsonMaps.meaning(new Node.Map(entries));
  }

  private void entry(Map<String, Node> entries, int depth) {
    String key = text();
    in.expect(':');
    if (entries.containsKey(key)) {
      throw in.problem("map key stands twice");
    }
    entries.put(key, value(depth));
  }
}
