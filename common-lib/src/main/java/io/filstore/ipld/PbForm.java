package io.filstore.ipld;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * dag-pb nodes as values of the data model, by the schema of ipld/ipld specs/codecs/dag-pb: a map
 * of Links and optional Data; each link a map of Hash and optional Name and Tsize.
 */
final class PbForm {
  private static final String DATA = "Data";
  private static final String LINKS = "Links";
  private static final String HASH = "Hash";
  private static final String NAME = "Name";
  private static final String TSIZE = "Tsize";

  private PbForm() {}

  static Node of(PbNode node) {
    Map<String, Node> form = new LinkedHashMap<>();
    byte[] data = node.data();
    if (data != null) {
      form.put(DATA, new Node.Bytes(data));
    }
    form.put(LINKS, new Node.List(node.links().stream().map(PbForm::of).toList()));
    return new Node.Map(form);
  }

  private static Node of(PbLink link) {
    Map<String, Node> form = new LinkedHashMap<>();
    form.put(HASH, new Node.Link(link.hash()));
    if (link.hasName()) {
      form.put(NAME, new Node.Text(link.name()));
    }
    if (link.hasTsize()) {
      form.put(TSIZE, Node.Int.of(link.tsize()));
    }
    return new Node.Map(form);
  }

  static PbNode read(Node form) {
    Map<String, Node> fields = fields(form, "node", Set.of(DATA, LINKS));
    if (!(fields.get(LINKS) instanceof Node.List list)) {
      throw problem("Links must be a list");
    }
    List<PbLink> links = list.items().stream().map(PbForm::link).toList();
    requireSorted(links);
    return new PbNode(links, data(fields.get(DATA)));
  }

  private static byte @Nullable [] data(@Nullable Node data) {
    return switch (data) {
      case null -> null;
      case Node.Bytes bytes -> bytes.value();
      default -> throw problem("Data must be bytes");
    };
  }

  private static void requireSorted(List<PbLink> links) {
    List<byte[]> names = new ArrayList<>();
    links.forEach(link -> names.add(Utf8.encode(link.name())));
    for (int i = 1; i < names.size(); i++) {
      if (Arrays.compareUnsigned(names.get(i - 1), names.get(i)) > 0) {
        throw problem("links must be sorted by the bytes of their names");
      }
    }
  }

  private static PbLink link(Node form) {
    Map<String, Node> fields = fields(form, "link", Set.of(HASH, NAME, TSIZE));
    if (!(fields.get(HASH) instanceof Node.Link(Cid hash))) {
      throw problem("Hash of a link must be a CID");
    }
    String name = name(fields.get(NAME));
    return new PbLink(
        hash, name, tsize(fields.get(TSIZE)), fields.containsKey(NAME), fields.containsKey(TSIZE));
  }

  private static String name(@Nullable Node name) {
    return switch (name) {
      case null -> "";
      case Node.Text(String text) -> text;
      default -> throw problem("Name of a link must be a text");
    };
  }

  private static long tsize(@Nullable Node tsize) {
    return switch (tsize) {
      case null -> 0;
      case Node.Int(var value) when value.signum() >= 0 && value.bitLength() < Long.SIZE ->
          value.longValue();
      default -> throw problem("Tsize of a link must be an integer 0..2^63-1");
    };
  }

  private static Map<String, Node> fields(Node form, String what, Set<String> known) {
    if (!(form instanceof Node.Map(var fields))) {
      throw problem("a " + what + " must be a map");
    }
    if (!known.containsAll(fields.keySet())) {
      throw problem("a " + what + " has fields other than " + known);
    }
    return fields;
  }

  private static FormatException problem(String what) {
    return new FormatException("not the form of dag-pb: " + what);
  }
}
