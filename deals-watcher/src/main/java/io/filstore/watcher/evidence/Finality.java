package io.filstore.watcher.evidence;

/**
 * How safe a fact is: seen at the head (a reorg may undo it), so deep below it that a reorg is
 * unlikely to reach it, or at a finalized tipset.
 */
public enum Finality {
  HEAD("head"),
  SAFE("safe"),
  FINALIZED("finalized");

  private final String word;

  Finality(String word) {
    this.word = word;
  }

  /** The word in the database and in events. */
  public String word() {
    return word;
  }
}
