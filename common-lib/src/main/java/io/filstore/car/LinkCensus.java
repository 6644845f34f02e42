package io.filstore.car;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Counts which blocks are linked to and which are there, whatever their order. */
final class LinkCensus {
  static final int NAMED = 10;

  private final CidTable cids;
  private final BitSet present = new BitSet();
  private final BitSet linked = new BitSet();
  private final BitSet carried = new BitSet();
  private boolean full;

  /**
   * @param limit most different CIDs that are remembered
   */
  LinkCensus(List<Cid> roots, int limit) {
    this.cids = new CidTable(limit);
    remember(() -> roots.forEach(this::link));
  }

  void add(Cid cid, BlockNode node) {
    remember(() -> {
      present.set(cids.intern(cid.toV1()));
      links(node);
    });
  }

  private void links(BlockNode node) {
    ByteBuffer links = ByteBuffer.wrap(node.links());
    while (links.hasRemaining()) {
      link(Cid.read(links));
    }
  }

  /** An identity CID carries its block, which may have links of its own; each is shorter. */
  private void link(Cid cid) {
    int number = cids.intern(cid.toV1());
    linked.set(number);
    if (cid.multihash().code() == Multihash.IDENTITY && !carried.get(number)) {
      carried.set(number);
      links(BlockNode.of(cid.codec(), ByteBuffer.wrap(cid.multihash().digest())));
    }
  }

  private void remember(Runnable what) {
    if (full) {
      return;
    }
    try {
      what.run();
    } catch (TooManySectionsException tooMany) {
      full = true;
    }
  }

  Optional<CarIntake.Census> result() {
    if (full) {
      return Optional.empty();
    }
    IntPredicate missing = n -> linked.get(n) && !present.get(n) && !carried.get(n);
    IntPredicate unlinked = n -> present.get(n) && !linked.get(n);
    return Optional.of(
        new CarIntake.Census(count(missing), first(missing), count(unlinked), first(unlinked)));
  }

  private long count(IntPredicate which) {
    return IntStream.range(0, cids.size()).filter(which).count();
  }

  private List<Cid> first(IntPredicate which) {
    return IntStream.range(0, cids.size()).filter(which).limit(NAMED).mapToObj(cids::cid).toList();
  }
}
