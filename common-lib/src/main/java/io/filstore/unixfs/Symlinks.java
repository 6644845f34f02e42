package io.filstore.unixfs;

/** What a walk does with a symbolic link below its root. */
public enum Symlinks {
  /** It becomes a node of its own that holds the target as text. */
  PRESERVE,
  /** What it leads to stands in its place, provided that this lies inside the root. */
  FOLLOW,
  /** The walk ends with an error. */
  REJECT,
  /** It is passed over, as ipfs-car does; only a root that is itself a link is followed. */
  SKIP
}
