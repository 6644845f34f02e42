package io.filstore.unixfs;

import io.filstore.multiformats.Cid;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Gives blocks by CID. What it gives need not be trusted; the reader verifies. */
@FunctionalInterface
public interface BlockSource {
  /** The bytes of a block, or null if it is not here. */
  byte @Nullable [] block(Cid cid) throws IOException;

  /** As {@link #block}, for a block that is wanted as it is and need not be in memory for that. */
  default @Nullable StoredBlock stored(Cid cid) throws IOException {
    byte[] block = block(cid);
    return block == null ? null : StoredBlock.of(block);
  }
}
