package io.filstore.ipld;

import io.filstore.multiformats.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whole dag-cbor blocks to {@link Node} and back. For known shapes use the reader and writer. */
public final class DagCbor {
  private DagCbor() {}

  /**
   * Canonical bytes of a value.
   *
   * @throws FormatException if it is nested deeper than anybody reads, or a text holds half a
   *     surrogate pair
   */
  public static byte[] encode(Node node) {
    CborWriter out = new CborWriter();
    write(node, out, CborLimits.MAX_DEPTH);
    return out.toBytes();
  }

  private static void write(Node node, CborWriter out, int depth) {
    switch (node) {
      case Node.Null() -> out.nil();
      case Node.Bool(boolean value) -> out.bool(value);
      case Node.Int(var value) -> out.integer(value);
      case Node.Float(double value) -> out.float64(value);
      case Node.Text(String value) -> out.text(value);
      case Node.Bytes bytes -> out.bytes(bytes.value());
      case Node.Link(var cid) -> out.link(cid);
      case Node.List(var items) -> {
        int inside = CborLimits.inside(depth);
        out.array(items.size());
        items.forEach(item -> write(item, out, inside));
      }
      case Node.Map(var entries) -> write(entries, out, CborLimits.inside(depth));
    }
  }

  private static void write(Map<String, Node> entries, CborWriter out, int depth) {
    record Entry(byte[] key, String text, Node value) {}
    List<Entry> sorted = new ArrayList<>(entries.size());
    entries.forEach((text, value) -> sorted.add(new Entry(Utf8.encode(text), text, value)));
    sorted.sort((a, b) -> CborStructure.CANONICAL.compare(a.key, b.key));
    out.map(sorted.size());
    for (Entry entry : sorted) {
      out.text(entry.text);
      write(entry.value, out, depth);
    }
  }

  /**
   * Reads one block.
   *
   * @throws FormatException if the bytes are not exactly one item of strict dag-cbor, or hold more
   *     than two million values
   */
  public static Node decode(byte[] block) {
    return decode(block, CborLimits.STRICT);
  }

  /** As {@link #decode(byte[])} with other limits. */
  public static Node decode(byte[] block, CborLimits limits) {
    if (block.length > CborLimits.MAX_VALUES) {
      throw new FormatException(
          "dag-cbor of %d bytes, at most %d".formatted(block.length, CborLimits.MAX_VALUES));
    }
    return new CborValues(block, limits).whole();
  }
}
