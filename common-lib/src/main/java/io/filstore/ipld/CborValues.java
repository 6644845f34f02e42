package io.filstore.ipld;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the values of one dag-cbor block. */
final class CborValues {
  private final CborReader in;
  private int values;

  CborValues(byte[] block, CborLimits limits) {
    this.in = new CborReader(block, limits);
  }

  Node whole() {
    Node node = value();
    in.end();
    return node;
  }

  private Node value() {
    values = CborLimits.oneMore(values);
    return switch (in.peek()) {
      case UNSIGNED, NEGATIVE -> new Node.Int(in.bigInteger());
      case BYTES -> new Node.Bytes(in.bytes());
      case TEXT -> new Node.Text(in.text());
      case BOOL -> new Node.Bool(in.bool());
      case FLOAT -> new Node.Float(in.float64());
      case LINK -> new Node.Link(in.link());
      case ARRAY -> list();
      case MAP -> map();
      case NULL -> {
        in.tryNull();
        yield new Node.Null();
      }
    };
  }

  private Node list() {
    int size = in.array();
    List<Node> items = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      items.add(value());
    }
    return new Node.List(items);
  }

  private Node map() {
    int size = in.map();
    Map<String, Node> entries = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      entries.put(in.text(), value());
    }
    return new Node.Map(entries);
  }
}
