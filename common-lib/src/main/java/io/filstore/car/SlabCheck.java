package io.filstore.car;

import io.filstore.hash.Sha256Batch;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Checks the blocks of slabs against their CIDs. Blocks of equal length are hashed together. One
 * for each thread.
 */
final class SlabCheck {
  private static final int GROUP = 256;
  private static final int DIGEST = Sha256Batch.DIGEST;

  private final CarVerifier.Depth depth;
  private final Sha256Batch sha256 = Sha256Batch.best();
  private final int[] offsets = new int[GROUP];
  private final byte[] digests = new byte[GROUP * DIGEST];
  private long[] byLength = new long[64];

  SlabCheck(CarVerifier.Depth depth) {
    this.depth = depth;
  }

  Slab check(Slab slab) {
    checkSha256(slab, sortByLength(slab));
    if (depth == CarVerifier.Depth.LINKS) {
      readNodes(slab);
    }
    return slab;
  }

  /** Puts length and number of every section hashed by sha2-256 in order; checks the others. */
  private int sortByLength(Slab slab) {
    if (byLength.length < slab.count) {
      byLength = new long[slab.count];
    }
    int count = 0;
    for (int section = 0; section < slab.count; section++) {
      if (slab.hashes[section] == Multihash.SHA2_256 && slab.digestLengths[section] == DIGEST) {
        byLength[count++] = (long) slab.blockLength(section) << 32 | section;
      } else {
        checkOther(slab, section);
      }
    }
    Arrays.sort(byLength, 0, count);
    return count;
  }

  private void checkSha256(Slab slab, int count) {
    int from = 0;
    while (from < count) {
      int length = (int) (byLength[from] >>> 32);
      int group = 0;
      while (group < GROUP && from + group < count && byLength[from + group] >>> 32 == length) {
        offsets[group] = slab.blocks[(int) byLength[from + group]];
        group++;
      }
      sha256.digest(slab.bytes, offsets, group, length, digests);
      for (int i = 0; i < group; i++) {
        compare(slab, (int) byLength[from + i], i * DIGEST);
      }
      from += group;
    }
  }

  private void compare(Slab slab, int section, int digest) {
    int end = slab.blocks[section];
    if (!Arrays.equals(slab.bytes, end - DIGEST, end, digests, digest, digest + DIGEST)) {
      slab.verdicts[section] = Finding.Code.HASH_MISMATCH;
    }
  }

  private static void checkOther(Slab slab, int section) {
    int end = slab.blocks[section];
    int length = slab.digestLengths[section];
    Multihash hash =
        Multihash.of(slab.hashes[section], Arrays.copyOfRange(slab.bytes, end - length, end));
    try {
      if (!hash.verifies(slab.bytes, end, slab.blockLength(section))) {
        slab.verdicts[section] = Finding.Code.HASH_MISMATCH;
      }
    } catch (FormatException unknown) {
      slab.verdicts[section] = Finding.Code.HASH_UNKNOWN;
    }
  }

  /** Raw blocks are left out: they have no links, and their size is known without reading. */
  private static void readNodes(Slab slab) {
    for (int section = 0; section < slab.count; section++) {
      if (slab.codecs[section] != Cid.RAW) {
        ByteBuffer block =
            ByteBuffer.wrap(slab.bytes, slab.blocks[section], slab.blockLength(section)).slice();
        slab.nodes.add(BlockNode.of(slab.codecs[section], block));
      }
    }
  }
}
