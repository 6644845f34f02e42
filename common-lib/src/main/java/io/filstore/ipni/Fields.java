package io.filstore.ipni;

import io.filstore.ipld.Node;
import io.filstore.libp2p.PeerId;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The fields of a map that somebody else may have written. */
record Fields(String what, Map<String, Node> entries) {

  /**
   * The map's fields.
   *
   * @param known indexers refuse a map with any other
   */
  static Fields of(String what, Node node, Set<String> known) {
    if (!(node instanceof Node.Map map)) {
      throw new FormatException(what + " is no map");
    }
    if (!known.containsAll(map.entries().keySet())) {
      throw new FormatException(what + " has other fields than " + new TreeSet<>(known));
    }
    return new Fields(what, map.entries());
  }

  /** In base58, as everybody writes it. */
  PeerId peer(String name) {
    String text = text(name);
    PeerId peer = PeerId.parse(text);
    return text.equals(peer.toString()) ? peer : wrong(name, "a peer id in base58");
  }

  String text(String name) {
    return of(name) instanceof Node.Text text ? text.value() : wrong(name, "a text");
  }

  byte[] bytes(String name) {
    return of(name) instanceof Node.Bytes bytes ? bytes.value() : wrong(name, "bytes");
  }

  boolean bool(String name) {
    return of(name) instanceof Node.Bool bool ? bool.value() : wrong(name, "true or false");
  }

  Cid link(String name) {
    return of(name) instanceof Node.Link link ? link.cid() : wrong(name, "a link");
  }

  @Nullable Cid linkOrNone(String name) {
    return entries.containsKey(name) ? link(name) : null;
  }

  List<Node> list(String name) {
    return of(name) instanceof Node.List list ? list.items() : wrong(name, "a list");
  }

  List<String> texts(String name) {
    return list(name).stream()
        .map(item ->
            item instanceof Node.Text text ? text.value() : this.<String>wrong(name, "texts"))
        .toList();
  }

  Node node(String name) {
    Node value = of(name);
    return value == null ? wrong(name, "there") : value;
  }

  boolean has(String name) {
    return entries.containsKey(name);
  }

  private @Nullable Node of(String name) {
    return entries.get(name);
  }

  private <T> T wrong(String name, String expected) {
    throw new FormatException(
        "%s: %s %s, must be %s"
            .formatted(what, name, has(name) ? "is wrong" : "is missing", expected));
  }
}
