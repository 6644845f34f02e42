package io.filstore.retrieval.ipfs;

import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.bytes.DamagedContentException;
import java.io.IOException;
import java.util.List;

/** Blocks of held content; none is handed out that does not have the hash it was asked by. */
final class Blocks {

  private final HeldContent held;

  Blocks(HeldContent held) {
    this.held = held;
  }

  byte[] get(Cid cid) throws IOException {
    Multihash hash = cid.multihash();
    if (hash.code() == Multihash.IDENTITY) {
      return hash.digest();
    }
    byte[] block = held.block(cid);
    if (block == null) {
      throw new DamagedContentException(held.car() + " and those beside it lack block " + cid);
    }
    if (!hash.verifies(block)) {
      throw new DamagedContentException(held.car() + ": block " + cid + " has another hash");
    }
    return block;
  }

  /**
   * Where the block's links lead, in their order. Other codecs than dag-pb are packed by nobody
   * here.
   */
  static List<Cid> links(Cid cid, byte[] block) throws IOException {
    if (cid.codec() != Cid.DAG_PB) {
      return List.of();
    }
    try {
      return DagPb.decode(block).links().stream().map(PbLink::hash).toList();
    } catch (FormatException notANode) {
      throw new DamagedContentException("block " + cid + " is no dag-pb node", notANode);
    }
  }
}
