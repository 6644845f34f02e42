package io.filstore.unixfs;

import io.filstore.multiformats.Cid;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Gives blocks by CID. What it gives need not be trusted; the reader verifies. */
@FunctionalInterface
public interface BlockSource {
  /** The bytes of a block, or null if it is not here. */
  byte @Nullable [] block(Cid cid) throws IOException;
}
