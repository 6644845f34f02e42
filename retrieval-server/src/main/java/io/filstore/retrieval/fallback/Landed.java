package io.filstore.retrieval.fallback;

import java.util.List;
import java.util.Optional;

/**
 * How asking for a block ended.
 *
 * @param block verified; empty when nobody gave it
 * @param tried who was asked in vain
 */
record Landed(Optional<byte[]> block, List<Tried> tried) {
  Landed {
    tried = List.copyOf(tried);
  }
}
