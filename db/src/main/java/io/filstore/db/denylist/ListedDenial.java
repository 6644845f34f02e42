package io.filstore.db.denylist;

import io.filstore.multiformats.Multihash;
import java.util.Locale;

/**
 * A denial to be made, out of a list.
 *
 * @param hash of what is denied (see {@link DeniedHash}), or its double hash
 * @param rule as it stands in the list
 */
public record ListedDenial(String id, Form form, Multihash hash, String rule, String reason) {

  /** What the hash is one of, see {@link DoubleHashes}. */
  public enum Form {
    HASH,
    DOUBLE,
    DOUBLE_LEGACY;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
