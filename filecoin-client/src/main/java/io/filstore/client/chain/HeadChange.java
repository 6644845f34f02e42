package io.filstore.client.chain;

import java.util.Locale;

/** One step of the way from the head that was told last to the present one. */
public record HeadChange(Type type, Tipset tipset) {

  /** What happened to the tipset (lotus chain/store). */
  public enum Type {
    /** It is the head; told once, when a subscription begins. */
    CURRENT,
    /** It is now part of the chain, on top of the one told before. */
    APPLY,
    /** A reorg took it off the chain. */
    REVERT;

    static Type parse(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
