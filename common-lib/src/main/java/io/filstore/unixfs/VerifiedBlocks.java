package io.filstore.unixfs;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import java.io.IOException;

/** Fetches blocks and lets none pass that does not have the hash it was asked by. */
final class VerifiedBlocks {
  /** Largest block that IPFS peers exchange (ipfs/specs UNIXFS.md). */
  static final int MAX_BLOCK = 2 << 20;

  private final BlockSource source;

  VerifiedBlocks(BlockSource source) {
    this.source = source;
  }

  byte[] fetch(Cid cid) throws IOException {
    Multihash hash = cid.multihash();
    if (hash.code() == Multihash.IDENTITY) {
      return inline(hash);
    }
    byte[] block = source.block(cid);
    if (block == null) {
      throw new BlockMissingException(cid);
    }
    requireSize(cid, block.length);
    requireHash(cid, hash.verifies(block));
    return block;
  }

  /** As {@link #fetch}, without having it in memory. */
  StoredBlock stored(Cid cid) throws IOException {
    Multihash hash = cid.multihash();
    if (hash.code() == Multihash.IDENTITY) {
      return StoredBlock.of(inline(hash));
    }
    StoredBlock block = source.stored(cid);
    if (block == null) {
      throw new BlockMissingException(cid);
    }
    requireSize(cid, block.length());
    requireHash(cid, block.verifies(hash));
    return block;
  }

  private static void requireSize(Cid cid, int length) {
    if (length > MAX_BLOCK) {
      throw new FormatException(
          "block %s has %d bytes, at most %d".formatted(cid, length, MAX_BLOCK));
    }
  }

  private static void requireHash(Cid cid, boolean verified) {
    if (!verified) {
      throw new FormatException("the bytes given for block " + cid + " have another hash");
    }
  }

  UnixFsBlock unixFs(Cid cid) throws IOException {
    return UnixFsBlock.of(cid, fetch(cid));
  }

  private static byte[] inline(Multihash hash) {
    if (hash.digestLength() > Multihash.MAX_IDENTITY) {
      throw new FormatException(
          "identity CID of %d bytes, at most %d"
              .formatted(hash.digestLength(), Multihash.MAX_IDENTITY));
    }
    return hash.digest();
  }
}
