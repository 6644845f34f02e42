package io.filstore.unixfs;

/** How the content of a file stands in its lowest blocks. */
public enum Leaves {
  /** The content alone, codec raw, always under a CIDv1. */
  RAW,
  /** A dag-pb file node that carries the content in its data. */
  DAG_PB
}
