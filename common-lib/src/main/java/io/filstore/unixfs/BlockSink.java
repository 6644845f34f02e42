package io.filstore.unixfs;

import io.filstore.multiformats.Cid;
import java.io.IOException;

/** Takes blocks in the order they are finished: children before parents, the root last. */
@FunctionalInterface
public interface BlockSink {
  /** Takes one block. The array belongs to the caller and is overwritten after the call returns. */
  void block(Cid cid, byte[] buffer, int offset, int length) throws IOException;

  /** Takes one block as it is stored; it is verified. */
  default void stored(Cid cid, StoredBlock block) throws IOException {
    block(cid, block.bytes(), 0, block.length());
  }
}
