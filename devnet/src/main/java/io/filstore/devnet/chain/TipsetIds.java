package io.filstore.devnet.chain;

import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/**
 * CIDs of the single block of each height: dag-cbor, blake2b-256, of a small header. They depend on
 * the network name and the height alone, so that a long idle chain needs no memory.
 */
public final class TipsetIds {
  private static final long REMEMBERED = 4 * 2880;

  private final ConcurrentMap<Cid, Long> heights = new ConcurrentHashMap<>();

  /** CID of the block at a height. */
  public Cid at(long height) {
    return hash(new CborWriter().array(2).text(ChainSettings.NETWORK).uint(height).toBytes());
  }

  /** Makes the CID of a height known to {@link #heightOf}, and forgets a very old one. */
  void remember(long height) {
    heights.put(at(height), height);
    if (height > REMEMBERED) {
      heights.remove(at(height - REMEMBERED));
    }
  }

  public OptionalLong heightOf(Cid cid) {
    Long height = heights.get(cid);
    return height == null ? OptionalLong.empty() : OptionalLong.of(height);
  }

  /** The CID of a dag-cbor block. */
  public static Cid hash(byte[] block) {
    Blake2bDigest hash = new Blake2bDigest(256);
    hash.update(block, 0, block.length);
    byte[] digest = new byte[32];
    hash.doFinal(digest, 0);
    return Cid.v1(Cid.DAG_CBOR, Multihash.of(Multihash.BLAKE2B_256, digest));
  }
}
