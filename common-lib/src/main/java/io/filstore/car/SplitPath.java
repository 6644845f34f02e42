package io.filstore.car;

import java.util.Arrays;

/** The way from a root down to the block that a walk has come to. */
final class SplitPath {
  private static final int FIELDS = 3;
  private static final int NEXT = 1;
  private static final int MARK = 2;

  private final DagGraph graph;
  private int[] levels = new int[64 * FIELDS];
  private int top = -FIELDS;

  SplitPath(DagGraph graph) {
    this.graph = graph;
  }

  /** Goes down to a block; {@code mark} is kept for the way back. */
  void enter(int number, int mark) {
    top += FIELDS;
    if (top == levels.length) {
      levels = Arrays.copyOf(levels, levels.length * 2);
    }
    levels[top] = number;
    levels[top + NEXT] = 0;
    levels[top + MARK] = mark;
  }

  void leave() {
    top -= FIELDS;
  }

  boolean isEmpty() {
    return top < 0;
  }

  /** The block at the end of the way. */
  int number() {
    return levels[top];
  }

  int mark() {
    return levels[top + MARK];
  }

  /** Number of the next block that the last one links to, or -1. */
  int nextChild() {
    int next = levels[top + NEXT]++;
    return next < graph.linkCount(number()) ? graph.link(number(), next) : -1;
  }
}
