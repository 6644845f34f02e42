package io.filstore.devnet.chain;

import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/**
 * CIDs of the single block of each tipset: dag-cbor, blake2b-256, of a small header. They depend on
 * the network name, the height and the reorgs before, so that a long idle chain needs no memory. A
 * null round has no tipset: its height stands for the last one before it.
 */
public final class TipsetIds {
  private static final long REMEMBERED = 4 * 2880;

  private final ConcurrentMap<Cid, Long> heights = new ConcurrentHashMap<>();
  private final NavigableSet<Long> nulls = new ConcurrentSkipListSet<>();

  /** Number of the branch that begins at a height; the last one at or below a height is its own. */
  private final ConcurrentNavigableMap<Long, Integer> branches = new ConcurrentSkipListMap<>();

  private int lastBranch;

  /** CID of the block at a height, or at the last one before that has a tipset. */
  public Cid at(long height) {
    long held = heldAt(height);
    int branch = Optional.ofNullable(branches.floorEntry(held)).map(e -> e.getValue()).orElse(0);
    CborWriter header = new CborWriter().array(branch == 0 ? 2 : 3).text(ChainSettings.NETWORK);
    header.uint(held);
    return hash((branch == 0 ? header : header.uint(branch)).toBytes());
  }

  /** The height itself, or that of the last tipset before a null round. */
  public long heldAt(long height) {
    long held = height;
    while (nulls.contains(held)) {
      held--;
    }
    return held;
  }

  /** The tipset at or before a height. */
  public Tipset tipset(long height) {
    long held = heldAt(height);
    return new Tipset(held, at(held), held == 0 ? List.of() : List.of(at(held - 1)));
  }

  /** Makes the CID of a height known to {@link #heightOf}, and forgets a very old one. */
  void remember(long height) {
    heights.put(at(height), height);
    if (height > REMEMBERED) {
      heights.remove(at(height - REMEMBERED));
    }
  }

  /** From this height on the blocks are others than before. */
  void branchAt(long height) {
    branches.tailMap(height, true).clear();
    branches.put(height, ++lastBranch);
    nulls.tailSet(height, true).clear();
  }

  void markNull(long height) {
    nulls.add(height);
  }

  void forget(Cid cid) {
    heights.remove(cid);
  }

  OptionalLong heightOf(Cid cid) {
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
