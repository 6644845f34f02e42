package io.filstore.car;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which block links to which, by the numbers of their CIDs, in flat arrays: 21 bytes for a block
 * and 12 for a link.
 */
final class DagGraph {
  private static final BlockNode.Kind[] KINDS = BlockNode.Kind.values();
  private static final int MAX_LINKS = Integer.MAX_VALUE - 64;

  private final CidTable cids;
  private final int linkLimit;
  private final CidCursor cursor = new CidCursor();
  private byte[] kinds = new byte[64];
  private long[] sizes = new long[64];
  private int[] firstLinks = new int[64];
  private int[] linkCounts = new int[64];
  private int[] targets = new int[64];
  private long[] expected = new long[64];
  private int links;

  /** A graph of CIDs in a table, with at most four times as many links as {@code sections}. */
  DagGraph(CidTable cids, int sections) {
    this.cids = cids;
    this.linkLimit = (int) Math.min(MAX_LINKS, 4L * sections);
  }

  /** Takes a raw block. */
  void raw(int number, long size) {
    ensureNodes(number);
    kinds[number] = (byte) BlockNode.Kind.FILE.ordinal();
    sizes[number] = size;
  }

  /** Hears of every block that is taken, those that identity CIDs carry included. */
  interface Listener {
    void taken(int number, BlockNode node);
  }

  /** Takes a block at its first occurrence, unless an identity CID has carried it before. */
  void add(int number, BlockNode node, Listener listener) {
    if (kind(number) != BlockNode.Kind.ABSENT) {
      return;
    }
    IntStack inline = new IntStack();
    put(number, node, inline);
    listener.taken(number, node);
    while (!inline.isEmpty()) {
      int inner = inline.pop();
      if (kind(inner) == BlockNode.Kind.ABSENT) {
        BlockNode carried = carried(inner);
        put(inner, carried, inline);
        listener.taken(inner, carried);
      }
    }
  }

  /** Number of a root; if it is an identity CID, the block that it carries is taken. */
  int root(Cid root, Listener listener) {
    int number = cids.intern(root);
    if (isInline(number)) {
      add(number, carried(number), listener);
    }
    return number;
  }

  private BlockNode carried(int number) {
    Cid cid = cids.cid(number);
    return BlockNode.of(cid.codec(), ByteBuffer.wrap(cid.multihash().digest()));
  }

  private void put(int number, BlockNode node, IntStack inline) {
    int count = node.ends().length;
    ensureNodes(number);
    ensureLinks(count);
    kinds[number] = (byte) node.kind().ordinal();
    sizes[number] = node.size();
    firstLinks[number] = links;
    linkCounts[number] = count;
    for (int i = 0; i < count; i++) {
      int target = cids.intern(node.links(), i == 0 ? 0 : node.ends()[i - 1], node.ends()[i]);
      if (isInline(target)) {
        inline.push(target);
      }
      expected[links] = node.expected().length == 0 ? BlockNode.ANYTHING : node.expected()[i];
      targets[links] = target;
      links++;
    }
  }

  private boolean isInline(int number) {
    cursor.read(cids.bytes(), cids.start(number), cids.end(number));
    return cursor.hash() == Multihash.IDENTITY;
  }

  private void ensureNodes(int number) {
    if (number >= kinds.length) {
      int length = Math.max(number + 1, (int) Math.min(MAX_LINKS, kinds.length * 2L));
      kinds = Arrays.copyOf(kinds, length);
      sizes = Arrays.copyOf(sizes, length);
      firstLinks = Arrays.copyOf(firstLinks, length);
      linkCounts = Arrays.copyOf(linkCounts, length);
    }
  }

  private void ensureLinks(int more) {
    if (more > linkLimit - links) {
      throw new FormatException("more than " + links + " links cannot be followed");
    }
    if (links + more > targets.length) {
      int length = Math.max(links + more, (int) Math.min(MAX_LINKS, targets.length * 2L));
      targets = Arrays.copyOf(targets, length);
      expected = Arrays.copyOf(expected, length);
    }
  }

  BlockNode.Kind kind(int number) {
    return number < kinds.length ? KINDS[kinds[number]] : BlockNode.Kind.ABSENT;
  }

  /** How many links a block has; none if it is absent. */
  int linkCount(int number) {
    return kind(number) == BlockNode.Kind.ABSENT ? 0 : linkCounts[number];
  }

  /** Number of the CID that a link of a block names. */
  int link(int number, int index) {
    return targets[firstLinks[number] + index];
  }

  /** What is met on the way from the roots, each block once, parents before children. */
  interface Visitor {
    void block(int number, BlockNode.Kind kind);

    void contradiction(int number, String what);
  }

  /** Walks everything below the roots; tells which numbers were reached. */
  BitSet walk(int[] roots, Visitor visitor) {
    BitSet reached = new BitSet();
    IntStack waiting = new IntStack();
    for (int i = roots.length - 1; i >= 0; i--) {
      waiting.push(roots[i]);
    }
    while (!waiting.isEmpty()) {
      int number = waiting.pop();
      if (!reached.get(number)) {
        reached.set(number);
        visitor.block(number, kind(number));
        children(number, waiting, reached, visitor);
      }
    }
    return reached;
  }

  private void children(int number, IntStack waiting, BitSet reached, Visitor visitor) {
    if (kind(number) == BlockNode.Kind.ABSENT) {
      return;
    }
    int first = firstLinks[number];
    for (int link = first + linkCounts[number] - 1; link >= first; link--) {
      String contradiction = contradiction(link);
      if (contradiction != null) {
        visitor.contradiction(number, contradiction);
      }
      if (!reached.get(targets[link])) {
        waiting.push(targets[link]);
      }
    }
  }

  /** What a link must lead to and does not, or null; of what is not here nothing can be said. */
  private @Nullable String contradiction(int link) {
    int target = targets[link];
    BlockNode.Kind kind = kind(target);
    boolean cannotTell = kind == BlockNode.Kind.ABSENT || kind == BlockNode.Kind.UNREADABLE;
    if (expected[link] == BlockNode.ANYTHING || cannotTell) {
      return null;
    }
    if (expected[link] == BlockNode.A_SHARD) {
      return kind == BlockNode.Kind.SHARD
          ? null
          : "%s stands where a shard belongs".formatted(cids.cid(target));
    }
    if (kind != BlockNode.Kind.FILE) {
      return "%s stands where a part of a file belongs".formatted(cids.cid(target));
    }
    return sizes[target] == expected[link]
        ? null
        : "file announces %d bytes in %s, there are %d"
            .formatted(expected[link], cids.cid(target), sizes[target]);
  }
}
