package io.filstore.ipld;

import io.filstore.multiformats.Cid;

/**
 * A link of a dag-pb node.
 *
 * @param hash the block linked to
 * @param name entry name in a directory, empty for the chunks of a file
 * @param tsize cumulative size in bytes of the blocks below, as the writer claimed; only a hint
 */
public record PbLink(Cid hash, String name, long tsize) {
  public PbLink {
    if (tsize < 0) {
      throw new IllegalArgumentException("Tsize must not be negative: " + tsize);
    }
  }
}
