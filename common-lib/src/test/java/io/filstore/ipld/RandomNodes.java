package io.filstore.ipld;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Values of the data model from a seeded generator. */
final class RandomNodes {
  private static final String[] LETTERS = {
    "a", "b", "Z", "0", "/", "\\", "\"", "\n", "\u0001", "\u007f", " ", "\u00e9", "\u2028", "\uff5e"
  };

  private final Random random;

  RandomNodes(Random random) {
    this.random = random;
  }

  Node next(int depth) {
    return switch (random.nextInt(depth > 0 ? 11 : 8)) {
      case 0 -> new Node.Null();
      case 1 -> new Node.Bool(random.nextBoolean());
      case 2, 3 -> new Node.Int(integer());
      case 4 -> new Node.Float(real());
      case 5 -> new Node.Text(text());
      case 6 -> new Node.Bytes(bytes(random.nextInt(40)));
      case 7 -> new Node.Link(cid());
      case 8, 9 -> list(depth - 1);
      default -> map(depth - 1);
    };
  }

  private Node list(int depth) {
    List<Node> items = new ArrayList<>();
    for (int left = random.nextInt(6); left > 0; left--) {
      items.add(next(depth));
    }
    return new Node.List(items);
  }

  private Node map(int depth) {
    Map<String, Node> entries = new LinkedHashMap<>();
    for (int left = random.nextInt(6); left > 0; left--) {
      // A letter in front keeps clear of the reserved namespace.
      entries.put("k" + text(), next(depth));
    }
    return new Node.Map(entries);
  }

  private BigInteger integer() {
    BigInteger magnitude = new BigInteger(random.nextInt(65), random);
    return random.nextBoolean() ? magnitude : magnitude.not();
  }

  /** Never an integer: JavaScript has one type for both. */
  private double real() {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) && value != Math.rint(value) ? value : random.nextInt() + 0.5;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(12); left > 0; left--) {
      text.append(LETTERS[random.nextInt(LETTERS.length)]);
    }
    return text.toString();
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  Cid cid() {
    return switch (random.nextInt(4)) {
      case 0 -> Cid.v0(Multihash.sha256(bytes(4)));
      case 1 -> Cid.v1(Cid.RAW, Multihash.of(Multihash.IDENTITY, bytes(random.nextInt(20))));
      case 2 -> Cid.v1(random.nextInt(70_000), Multihash.of(random.nextInt(70_000), bytes(32)));
      default -> Cid.sha256(Cid.DAG_CBOR, bytes(4));
    };
  }

  PbNode pbNode() {
    List<PbLink> links = new ArrayList<>();
    for (int left = random.nextInt(6); left > 0; left--) {
      boolean hasName = random.nextInt(4) > 0;
      boolean hasTsize = random.nextInt(4) > 0;
      links.add(
          new PbLink(
              cid(),
              hasName ? text() : "",
              hasTsize ? random.nextInt(Integer.MAX_VALUE) : 0,
              hasName,
              hasTsize));
    }
    return new PbNode(links, random.nextInt(4) > 0 ? bytes(random.nextInt(40)) : null);
  }
}
