package io.filstore.ipld;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multibase;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * The dag-json codec (ipld/ipld specs/codecs/dag-json). Written form: no whitespace, map keys
 * sorted by UTF-8 bytes, links as {@code {"/":"cid"}}, bytes as {@code {"/":{"bytes":"base64"}}}
 * without padding, floats always with a point or an exponent. Maps that look like links or bytes
 * but are none have no form here.
 */
public final class DagJson {
  private DagJson() {}

  /**
   * Canonical text of a value in UTF-8.
   *
   * @throws FormatException if a map stands where links and bytes are written, or a text holds half
   *     a surrogate pair
   */
  public static byte[] encode(Node node) {
    JsonOutput out = new JsonOutput();
    write(node, out, CborLimits.MAX_DEPTH);
    return out.toBytes();
  }

  private static void write(Node node, JsonOutput out, int depth) {
    switch (node) {
      case Node.Null() -> out.raw("null");
      case Node.Bool(boolean value) -> out.raw(String.valueOf(value));
      case Node.Int(var value) -> out.raw(value.toString());
      case Node.Float(double value) -> out.float64(value);
      case Node.Text(String value) -> out.string(value);
      case Node.Bytes bytes -> writeBytes(bytes, out);
      case Node.Link(Cid cid) -> writeReserved(cid.toString(), out);
      case Node.List list -> writeList(list, out, CborLimits.inside(depth));
      case Node.Map map -> writeMap(map, out, CborLimits.inside(depth));
    }
  }

  private static void writeReserved(String value, JsonOutput out) {
    out.raw("{\"/\":");
    out.string(value);
    out.raw('}');
  }

  private static void writeBytes(Node.Bytes bytes, JsonOutput out) {
    out.raw("{\"/\":{\"bytes\":");
    out.string(Multibase.BASE64.encodeRaw(bytes.value()));
    out.raw("}}");
  }

  private static void writeList(Node.List list, JsonOutput out, int depth) {
    out.raw('[');
    boolean first = true;
    for (Node item : list.items()) {
      if (!first) {
        out.raw(',');
      }
      first = false;
      write(item, out, depth);
    }
    out.raw(']');
  }

  private static void writeMap(Node.Map map, JsonOutput out, int depth) {
    out.raw('{');
    boolean first = true;
    for (Map.Entry<String, Node> entry : JsonMaps.writable(map).entrySet()) {
      if (!first) {
        out.raw(',');
      }
      first = false;
      out.string(entry.getKey());
      out.raw(':');
      write(entry.getValue(), out, depth);
    }
    out.raw('}');
  }

  /**
   * Reads one block.
   *
   * @throws FormatException if the bytes are not exactly what {@link #encode} writes for some value
   */
  public static Node decode(byte[] block) {
    Node node = decodeTolerant(ByteBuffer.wrap(block));
    if (!Arrays.equals(encode(node), block)) {
      throw new FormatException("JSON is valid, but not in the canonical form of dag-json");
    }
    return node;
  }

  /**
   * Reads text of people and of peers: with whitespace, map keys in any order, any escapes and any
   * way to write a float.
   *
   * @throws FormatException if the bytes are not exactly one JSON value, a key stands twice, an
   *     integer exceeds 64 bits, a map is neither plain nor a link nor bytes, or there are more
   *     than two million values
   */
  public static Node decodeTolerant(byte[] block) {
    return decodeTolerant(ByteBuffer.wrap(block));
  }

  static Node decodeTolerant(ByteBuffer block) {
    if (block.remaining() > CborLimits.MAX_VALUES) {
      throw new FormatException(
          "dag-json of %d bytes, at most %d".formatted(block.remaining(), CborLimits.MAX_VALUES));
    }
    return new JsonValues(block).whole();
  }
}
