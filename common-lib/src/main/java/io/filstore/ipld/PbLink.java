package io.filstore.ipld;

import io.filstore.multiformats.Cid;

/**
 * A link of a dag-pb node. Name and Tsize are optional on the wire, and an absent one is not the
 * same bytes as an empty one; UnixFS always has both.
 *
 * @param hash the block linked to
 * @param name entry name in a directory, empty for the chunks of a file
 * @param tsize cumulative size in bytes of the blocks below, as the writer claimed; only a hint
 * @param hasName whether the name stands in the bytes
 * @param hasTsize whether the size stands in the bytes
 */
public record PbLink(Cid hash, String name, long tsize, boolean hasName, boolean hasTsize) {
  public PbLink {
    if (tsize < 0) {
      throw new IllegalArgumentException("Tsize must not be negative: " + tsize);
    }
    if ((!hasName && !name.isEmpty()) || (!hasTsize && tsize != 0)) {
      throw new IllegalArgumentException("a field with a value cannot be absent");
    }
  }

  /** A link with all fields. */
  public PbLink(Cid hash, String name, long tsize) {
    this(hash, name, tsize, true, true);
  }
}
