package io.filstore.devnet.chain;

/** Told of every new head, in order, on a thread of its own. */
@FunctionalInterface
public interface HeadListener {
  void headChanged(HeadView head);

  /** A reorg happened; the new head is told of afterwards. */
  default void reorganised() {}
}
