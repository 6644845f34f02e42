package io.filstore.piece.aggregate;

import java.util.Set;

/**
 * A slot of an index that is not empty and yet names no piece that can be relied on.
 *
 * @param entry its number
 * @param content what stands there
 * @param flaws what is wrong with it, never empty
 */
public record FlawedEntry(int entry, IndexEntry content, Set<Flaw> flaws) {

  /** Keeps a copy of the set. */
  public FlawedEntry {
    flaws = Set.copyOf(flaws);
  }

  /** Whether peers, who check less, would take it for the entry of a piece. */
  public boolean acceptedByPeers() {
    return flaws.stream().noneMatch(Flaw::refusedByPeers);
  }
}
