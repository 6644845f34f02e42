package io.filstore.unixfs;

import io.filstore.multiformats.Cid;
import java.io.IOException;

/** A block that is needed is not in the source. */
public final class BlockMissingException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Cid cid;

  public BlockMissingException(Cid cid) {
    super("block " + cid + " is not here");
    this.cid = cid;
  }

  public Cid cid() {
    return cid;
  }
}
