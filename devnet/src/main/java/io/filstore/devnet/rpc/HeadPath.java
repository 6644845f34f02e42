package io.filstore.devnet.rpc;

import io.filstore.devnet.chain.Tipset;
import io.filstore.devnet.chain.TipsetIds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The way from the head that was announced last to the present one. */
final class HeadPath {
  private static final int REMEMBERED = 128;

  /**
   * A step of it.
   *
   * @param type {@code revert} or {@code apply}
   */
  record Step(String type, Tipset tipset) {}

  private final TipsetIds tipsets;
  private final Deque<Tipset> announced = new ArrayDeque<>();

  /** Begins at a height as if everything below had been announced. */
  HeadPath(TipsetIds tipsets, long height) {
    this.tipsets = tipsets;
    for (long h = Math.max(0, height - REMEMBERED); h <= height; h++) {
      if (tipsets.heldAt(h) == h) {
        announced.addLast(tipsets.tipset(h));
      }
    }
  }

  Tipset head() {
    return announced.getLast();
  }

  /** Takes back what is no longer on the chain, then applies what is new up to the height. */
  List<Step> to(long height) {
    List<Step> steps = new ArrayList<>();
    while (announced.size() > 1 && !isOnChain(announced.getLast())) {
      steps.add(new Step("revert", announced.removeLast()));
    }
    for (long h = announced.getLast().height() + 1; h <= height; h++) {
      if (tipsets.heldAt(h) == h) {
        Tipset next = tipsets.tipset(h);
        announced.addLast(next);
        steps.add(new Step("apply", next));
      }
    }
    while (announced.size() > REMEMBERED) {
      announced.removeFirst();
    }
    return steps;
  }

  private boolean isOnChain(Tipset tipset) {
    return tipsets.at(tipset.height()).equals(tipset.key());
  }
}
