package io.filstore.ipld;

import io.filstore.multiformats.Cid;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.regex.Pattern;

/** A value of the IPLD data model. */
public sealed interface Node {
  /** A place in a list, as a name in a path. */
  Pattern POSITION = Pattern.compile("0|[1-9][0-9]{0,8}");

  /** The one null. */
  record Null() implements Node {}

  record Bool(boolean value) implements Node {}

  /** An integer of -2^64..2^64-1. */
  record Int(BigInteger value) implements Node {
    static final BigInteger MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    static final BigInteger MIN = BigInteger.ONE.shiftLeft(64).negate();

    public Int {
      if (value.compareTo(MIN) < 0 || value.compareTo(MAX) > 0) {
        throw new IllegalArgumentException("integer must be -2^64..2^64-1: " + value);
      }
    }

    public static Int of(long value) {
      return new Int(BigInteger.valueOf(value));
    }
  }

  /** A finite float. */
  record Float(double value) implements Node {
    public Float {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("the data model has no " + value);
      }
    }
  }

  record Text(String value) implements Node {}

  /** Bytes, compared by content and copied on the way in and out. */
  record Bytes(byte[] value) implements Node {
    public Bytes {
      value = value.clone();
    }

    @Override
    public byte[] value() {
      return value.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }
  }

  record List(java.util.List<Node> items) implements Node {
    public List {
      items = java.util.List.copyOf(items);
    }
  }

  /** A map; entries keep the order they were given in, the encoder sorts. */
  record Map(java.util.Map<String, Node> entries) implements Node {
    public Map {
      entries =
          entries.isEmpty()
              ? java.util.Map.of()
              : Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
  }

  record Link(Cid cid) implements Node {}

  /** The value of a map key, or at a position of a list, written without leading zeros. */
  default Optional<Node> child(String name) {
    return switch (this) {
      case Map(var entries) -> Optional.ofNullable(entries.get(name));
      case List(var items) -> item(items, name);
      case Null _, Bool _, Int _, Float _, Text _, Bytes _, Link _ -> Optional.empty();
    };
  }

  private static Optional<Node> item(java.util.List<Node> items, String name) {
    int position = POSITION.matcher(name).matches() ? Integer.parseInt(name) : -1;
    return position >= 0 && position < items.size()
        ? Optional.of(items.get(position))
        : Optional.empty();
  }

  /** Every link in the value, in its order, repeated as often as it stands there. */
  default java.util.List<Cid> links() {
    java.util.List<Cid> links = new ArrayList<>();
    collect(this, links);
    return java.util.List.copyOf(links);
  }

  private static void collect(Node node, java.util.List<Cid> links) {
    switch (node) {
      case Link(Cid cid) -> links.add(cid);
      case List(var items) -> items.forEach(item -> collect(item, links));
      case Map(var entries) -> entries.values().forEach(value -> collect(value, links));
      case Null _, Bool _, Int _, Float _, Text _, Bytes _ -> {}
    }
  }
}
