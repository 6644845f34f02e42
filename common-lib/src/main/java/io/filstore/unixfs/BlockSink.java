package io.filstore.unixfs;

import io.filstore.multiformats.Cid;
import java.io.IOException;

/** Takes blocks in the order they are finished: children before parents, the root last. */
@FunctionalInterface
public interface BlockSink {
  /** Takes one block. The array belongs to the caller and is overwritten after the call returns. */
  void block(Cid cid, byte[] buffer, int offset, int length) throws IOException;
}
