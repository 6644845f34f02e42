package io.filstore.ipld;

import io.filstore.multiformats.Cid;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;

/** A value of the IPLD data model. */
public sealed interface Node {
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
}
