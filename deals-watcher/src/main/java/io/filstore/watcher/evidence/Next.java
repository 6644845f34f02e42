package io.filstore.watcher.evidence;

import io.filstore.db.deal.DealState;
import java.util.Optional;

/** What follows from a look. */
public sealed interface Next {

  /** Nothing new. */
  record Stay() implements Next {}

  /** Something changed at the head: read the same thing at the finalized tipset, then decide. */
  record AskFinalized() implements Next {}

  /**
   * Missing at head and finalized tipset for the first time: decide at a later finalized height.
   */
  record Missing() implements Next {}

  /** The deal goes forward to another state. */
  record Move(DealState to, Finality finality, Optional<Cause> cause) implements Next {}

  /** A reorg undid what was seen at the head: back to an earlier state. */
  record Undo(DealState to, Cause cause) implements Next {}

  /** The state stays and is now proven at a finalized tipset. */
  record Confirm() implements Next {}

  /** The state stays and is now proven at a safe tipset. */
  record Deepen() implements Next {}

  /**
   * The answer contradicts what is already final: the node is wrong or behind; keep what we have.
   */
  record Contradiction(String text) implements Next {}
}
