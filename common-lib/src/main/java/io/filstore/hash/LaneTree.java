package io.filstore.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * fr32 and the bottom of the piece tree: every lane reduces a contiguous run of quads, so that both
 * children of a node are in its lane and nothing is transposed above the leaves. For one thread;
 * 128 KiB of scratch memory for 2048 quads.
 */
final class LaneTree {

  private static final int QUAD = 127;
  private static final int HALF_GATHER = 64;
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final Lanes lanes;
  private final int quadsPerLane;
  private final int node;
  private final int[] offsets;
  private final byte[] pieces;
  private final int[] raw;
  private final int[] left;
  private final int[] right;
  private final int[] nodes;

  /** For that many quads, at least two per lane and a power of two. */
  LaneTree(Lanes lanes, int quads) {
    int count = lanes.count();
    this.lanes = lanes;
    this.quadsPerLane = quads / count;
    this.node = Lanes.STATE * count;
    this.offsets = new int[count];
    this.pieces = new byte[HALF_GATHER * count];
    this.raw = new int[2 * Lanes.BLOCK * count];
    this.left = new int[Lanes.SCHEDULE * count];
    this.right = new int[Lanes.SCHEDULE * count];
    this.nodes = new int[2 * quadsPerLane * node];
  }

  Lanes lanes() {
    return lanes;
  }

  /**
   * Roots of the lanes' runs of quads, one after another. Reads one byte more than the quads have;
   * its value does not matter.
   */
  void roots(byte[] payload, int offset, byte[] roots) {
    for (int quad = 0; quad < quadsPerLane; quad++) {
      leaves(payload, offset + quad * QUAD);
      lanes.nodes(left, right, nodes, 2 * quad * node);
    }
    for (int parents = quadsPerLane; parents > 1; parents /= 2) {
      for (int i = 0; i < parents; i += 2) {
        System.arraycopy(nodes, 2 * i * node, left, 0, 2 * node);
        System.arraycopy(nodes, 2 * (i + 1) * node, right, 0, 2 * node);
        lanes.nodes(left, right, nodes, i * node);
      }
    }
    // The second node of the last step is not needed; it is computed over what is there.
    System.arraycopy(nodes, 0, left, 0, 2 * node);
    lanes.nodes(left, right, nodes, 0);
    scatter(nodes, lanes.count(), lanes.count(), roots, 0);
  }

  private void leaves(byte[] payload, int first) {
    for (int lane = 0; lane < offsets.length; lane++) {
      offsets[lane] = first + lane * quadsPerLane * QUAD;
    }
    lanes.gather(payload, offsets, 0, pieces, raw, 0);
    lanes.gather(payload, offsets, HALF_GATHER, pieces, raw, Lanes.BLOCK * lanes.count());
    lanes.fr32(raw, left, right);
  }

  /** Writes the state of the first {@code count} lanes as digests, one after another. */
  static void scatter(int[] state, int lanes, int count, byte[] digests, int at) {
    for (int lane = 0; lane < count; lane++) {
      for (int i = 0; i < Lanes.STATE; i++) {
        WORD.set(digests, at + lane * 32 + i * Integer.BYTES, state[i * lanes + lane]);
      }
    }
  }
}
