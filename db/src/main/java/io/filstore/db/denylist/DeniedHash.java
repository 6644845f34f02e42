package io.filstore.db.denylist;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import io.filstore.piece.PieceCid;

/** The one hash by which a thing is denied, whatever form of CID names it. */
public final class DeniedHash {
  private DeniedHash() {}

  /**
   * The multihash of a CID, which is the same for every version and codec; of a piece that of its
   * CID v1, which says no payload size.
   *
   * @throws FormatException if the hash is that of a piece CID v2 and malformed
   */
  public static Multihash of(Cid cid) {
    Multihash hash = cid.multihash();
    return hash.code() == Multihash.FR32_TRUNC254
        ? PieceCid.of(Cid.v1(Cid.RAW, hash)).v1().multihash()
        : hash;
  }
}
