package io.filstore.unixfs;

import io.filstore.multiformats.Cid;
import java.io.IOException;

/**
 * Takes the nodes above the leaves in the order they are finished, and tells how far the output has
 * come, so that it can be seen which nodes span more than it has room for.
 */
public interface NodeSink {
  /** A position of the output, in whatever measure the sink likes. */
  default long mark() {
    return 0;
  }

  /**
   * Takes one block; the array is the sink's to keep.
   *
   * @param since what {@link #mark} said when the subtree of this node began: for a node of a file
   *     before its first leaf, for a directory and all its shards when the directory was begun
   */
  void node(Cid cid, byte[] block, long since) throws IOException;
}
