package io.filstore.devnet.rpc;

import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.HeadView;

/** The chain as the node sees it; behind the real one when that was ordered. */
final class NodeView {
  private final Chain chain;
  private final NodeFaults faults;

  NodeView(Chain chain, NodeFaults faults) {
    this.chain = chain;
    this.faults = faults;
  }

  Chain chain() {
    return chain;
  }

  HeadView head() {
    HeadView head = chain.head();
    long seen = faults.view(head.height());
    return seen == head.height() ? head : chain.at(chain.tipsets().heldAt(seen)).orElse(head);
  }

  long height() {
    return head().height();
  }

  long finalized() {
    return chain.finalizedBelow(height());
  }
}
