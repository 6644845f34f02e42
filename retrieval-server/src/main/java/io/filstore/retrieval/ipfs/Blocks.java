package io.filstore.retrieval.ipfs;

import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.bytes.DamagedContentException;
import io.filstore.unixfs.BlockSource;
import java.io.IOException;
import java.util.List;

/** Blocks of one CAR; none is handed out that does not have the hash it was asked by. */
final class Blocks {

  private final String name;
  private final BlockSource source;

  /**
   * @param name of the CAR, for the log
   */
  Blocks(String name, BlockSource source) {
    this.name = name;
    this.source = source;
  }

  byte[] get(Cid cid) throws IOException {
    Multihash hash = cid.multihash();
    if (hash.code() == Multihash.IDENTITY) {
      return hash.digest();
    }
    byte[] block = source.block(cid);
    if (block == null) {
      throw new DamagedContentException(name + " lacks block " + cid);
    }
    if (!hash.verifies(block)) {
      throw new DamagedContentException(name + ": block " + cid + " has another hash");
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
