package io.filstore.ipld;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multibase;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which maps of dag-json are maps: {@code {"/":text}} is a link and {@code {"/":{"bytes":text}}}
 * are bytes. What begins like one of these, as it stands or once its keys are sorted, must be one.
 */
final class JsonMaps {
  private static final String SLASH = "/";
  private static final String BYTES = "bytes";
  private static final Comparator<String> BY_UTF8 =
      Comparator.comparing(Utf8::encode, Arrays::compareUnsigned);

  private JsonMaps() {}

  /** What a map that was read stands for. */
  static Node meaning(Node.Map map) {
    Node value = map.entries().get(SLASH);
    if (value == null || !standsFirst(SLASH, map)) {
      return map;
    }
    if (value instanceof Node.Text(String text)) {
      requireAlone(map);
      return new Node.Link(Cid.parse(text));
    }
    if (value instanceof Node.Map inner
        && inner.entries().get(BYTES) instanceof Node.Text(String text)
        && standsFirst(BYTES, inner)) {
      requireAlone(map);
      requireAlone(inner);
      return new Node.Bytes(Multibase.BASE64.decodeRaw(text));
    }
    return map;
  }

  private static boolean standsFirst(String key, Node.Map map) {
    return map.entries().keySet().iterator().next().equals(key) || sortsFirst(key, map);
  }

  private static boolean sortsFirst(String key, Node.Map map) {
    return map.entries().keySet().stream().noneMatch(other -> BY_UTF8.compare(other, key) < 0);
  }

  private static void requireAlone(Node.Map map) {
    if (map.entries().size() > 1) {
      throw new FormatException(
          "map of %d keys begins like a link or bytes, which have one"
              .formatted(map.entries().size()));
    }
  }

  /**
   * The entries in the order in which they are written.
   *
   * @throws FormatException if they would read as a link or as bytes
   */
  static Map<String, Node> writable(Node.Map map) {
    Node value = map.entries().get(SLASH);
    if (value != null && sortsFirst(SLASH, map) && isReserved(value)) {
      throw new FormatException("dag-json cannot hold a map that begins like a link or bytes");
    }
    Map<String, Node> sorted = new LinkedHashMap<>();
    map.entries().keySet().stream()
        .sorted(BY_UTF8)
        .forEach(key -> sorted.put(key, map.entries().get(key)));
    return sorted;
  }

  private static boolean isReserved(Node value) {
    return value instanceof Node.Text
        || (value instanceof Node.Map inner
            && inner.entries().get(BYTES) instanceof Node.Text
            && sortsFirst(BYTES, inner));
  }
}
