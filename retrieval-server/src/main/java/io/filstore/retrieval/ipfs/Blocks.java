package io.filstore.retrieval.ipfs;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.bytes.DamagedContentException;
import io.filstore.unixfs.BlockMissingException;
import io.filstore.unixfs.StoredBlock;
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
      return inline(hash);
    }
    byte[] block = held.block(cid);
    if (block == null) {
      throw new BlockMissingException(cid);
    }
    require(cid, hash.verifies(block));
    return block;
  }

  /** As {@link #get}, for a block that is sent as it is. */
  StoredBlock stored(Cid cid) throws IOException {
    Multihash hash = cid.multihash();
    if (hash.code() == Multihash.IDENTITY) {
      return StoredBlock.of(inline(hash));
    }
    StoredBlock block = held.stored(cid);
    if (block == null) {
      throw new BlockMissingException(cid);
    }
    require(cid, block.verifies(hash));
    return block;
  }

  private void require(Cid cid, boolean verified) throws DamagedContentException {
    if (!verified) {
      throw DamagedContentException.in(held.car(), "block " + cid + " has another hash", null);
    }
  }

  private static byte[] inline(Multihash hash) {
    if (hash.digestLength() > Multihash.MAX_IDENTITY) {
      throw new FormatException(
          "an identity CID of %d bytes, at most %d"
              .formatted(hash.digestLength(), Multihash.MAX_IDENTITY));
    }
    return hash.digest();
  }

  /** Where the block's links lead, in their order; none if nobody here reads its codec. */
  static List<Cid> links(Cid cid, byte[] block) throws IOException {
    try {
      return NodePath.links(cid, block);
    } catch (FormatException malformed) {
      throw new DamagedContentException("block " + cid + " does not follow its codec", malformed);
    }
  }
}
