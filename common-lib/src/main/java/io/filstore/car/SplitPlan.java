package io.filstore.car;

import io.filstore.multiformats.Cid;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Which blocks go into which part of a split archive. */
final class SplitPlan {
  /** Home of a tree that lies in several parts, or whose top waits for the last one. */
  private static final int SEVERAL = -1;

  /** Home of a tree without any block of the archive. */
  private static final int NONE = -2;

  private final CarGraph car;
  private final DagGraph graph;
  private final SectionTable sections;
  private final long most;
  private final long header;
  private final List<CarSplit.Part> parts = new ArrayList<>();
  private final List<int[]> positions = new ArrayList<>();
  private final IntStack held = new IntStack();
  private final BitSet placed = new BitSet();
  private final BitSet roots = new BitSet();
  private int[] homes = new int[0];
  private IntStack current = new IntStack();
  private int blocks;
  private long size;
  private int top;
  private long topBlocks;
  private long missing;

  private SplitPlan(CarGraph car, long most) {
    this.car = car;
    this.graph = car.graph();
    this.sections = car.sections();
    this.most = most;
    this.header = longestHeader();
    this.size = header;
  }

  /**
   * Plans parts of at most so many bytes.
   *
   * @throws IllegalArgumentException if there is no block, or one that does not fit into a part
   */
  static SplitPlan of(CarGraph car, long most) {
    if (car.sections().size() == 0) {
      throw new IllegalArgumentException("the archive has no blocks that could be split");
    }
    SplitPlan plan = new SplitPlan(car, most);
    plan.make();
    return plan;
  }

  /** Room for any header that a part may get. */
  private long longestHeader() {
    CidTable cids = sections.cids();
    int longest =
        IntStream.range(0, sections.size())
            .reduce((a, b) -> length(cids, a) < length(cids, b) ? b : a)
            .orElseThrow();
    return Math.max(
        CarHeader.encode(car.roots()).length,
        CarHeader.encode(List.of(sections.cid(longest))).length);
  }

  private int length(CidTable cids, int position) {
    int number = sections.number(position);
    return cids.end(number) - cids.start(number);
  }

  List<CarSplit.Part> parts() {
    return List.copyOf(parts);
  }

  /** Positions of a part's sections in the archive. */
  int[] positions(int part) {
    return positions.get(part);
  }

  /** CIDs that were linked to, or are roots, and have no block. */
  long missing() {
    return missing;
  }

  private void make() {
    car.roots().forEach(root -> roots.set(graph.root(root, (n, node) -> {})));
    homes = new int[sections.cids().size()];
    car.roots().forEach(root -> walk(sections.cids().find(root)));
    for (int position = 0; position < sections.size(); position++) {
      int number = sections.number(position);
      if (!placed.get(number)) {
        placed.set(number);
        place(position, 1);
      }
    }
    for (int position : held.toArray()) {
      place(position, 1);
    }
    boolean rooted = car.roots().stream().anyMatch(sections::contains);
    close(rooted ? car.roots() : List.of(top()));
  }

  /** Everything below a block that was not met before, children before parents. */
  private void walk(int root) {
    SplitPath path = new SplitPath(graph);
    if (enter(root)) {
      path.enter(root, blocks);
    }
    while (!path.isEmpty()) {
      int child = path.nextChild();
      if (child < 0) {
        leave(path.number(), path.mark());
        path.leave();
      } else if (enter(child)) {
        path.enter(child, blocks);
      }
    }
  }

  private boolean enter(int number) {
    boolean first = !placed.get(number);
    placed.set(number);
    return first;
  }

  private void leave(int number, int mark) {
    int position = sections.first(number);
    int below = homeOfChildren(number);
    if (position < 0) {
      missing += graph.kind(number) == BlockNode.Kind.ABSENT ? 1 : 0;
      homes[number] = below;
      return;
    }
    blocks++;
    boolean whole = below == NONE || (below == parts.size() && fits(position));
    if (whole && !roots.get(number)) {
      place(position, blocks - mark);
      homes[number] = parts.size();
    } else {
      held.push(position);
      homes[number] = SEVERAL;
    }
  }

  private int homeOfChildren(int number) {
    int home = NONE;
    for (int i = graph.linkCount(number) - 1; i >= 0; i--) {
      int child = homes[graph.link(number, i)];
      if (home == NONE) {
        home = child;
      } else if (child != NONE && child != home) {
        return SEVERAL;
      }
    }
    return home;
  }

  private void place(int position, long tree) {
    if (!fits(position) && !current.isEmpty()) {
      close(List.of(top()));
    }
    if (!fits(position)) {
      throw new IllegalArgumentException(
          "a part of %d bytes has no room for block %s of %d bytes and a header of %d"
              .formatted(most, sections.cid(position), sections.blockLength(position), header));
    }
    if (current.isEmpty() || (tree > 1 && tree >= topBlocks)) {
      top = position;
      topBlocks = tree;
    }
    current.push(position);
    size += sectionLength(position);
  }

  private boolean fits(int position) {
    return size + sectionLength(position) <= most;
  }

  private long sectionLength(int position) {
    return CarWriter.sectionLength(sections.cid(position), sections.blockLength(position));
  }

  /** Root of the largest tree that is whole in the part, or its first block. */
  private Cid top() {
    return sections.cid(top);
  }

  private void close(List<Cid> roots) {
    int[] all = current.toArray();
    long length = size - header + CarHeader.encode(roots).length;
    parts.add(new CarSplit.Part(parts.size(), roots, all.length, length));
    positions.add(all);
    current = new IntStack();
    size = header;
  }
}
