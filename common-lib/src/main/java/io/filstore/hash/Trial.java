package io.filstore.hash;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Tries lanes against {@code MessageDigest}: first whether they are right, then, called until they
 * are compiled, whether they are faster.
 */
final class Trial {

  private static final int QUADS = 32;
  private static final int QUAD = 127;
  private static final int MESSAGE = 1000;

  /** Commitment of the bytes 0, 1, ... 255, 0, ... that fill 32 quads. */
  private static final byte[] ROOT =
      HexFormat.of().parseHex("2d04d593d4fddb0d48adcf61ee9e12b0410e77de3ee377be757cdbc30118a814");

  private final Lanes lanes;
  private final LaneTree tree;
  private final LaneBatch batch;
  private final Scalar scalar = new Scalar();
  private final byte[] payload = new byte[QUADS * QUAD + 1];
  private final int[] offsets;
  private final byte[] roots;
  private final byte[] digests;
  private final byte[] expected;

  Trial(Lanes lanes) {
    this.lanes = lanes;
    this.tree = new LaneTree(lanes, QUADS);
    this.batch = new LaneBatch(lanes);
    this.roots = new byte[lanes.count() * Sha256Batch.DIGEST];
    this.digests = new byte[lanes.count() * Sha256Batch.DIGEST];
    this.expected = new byte[lanes.count() * Sha256Batch.DIGEST];
    this.offsets = new int[lanes.count()];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = (byte) i;
    }
    Arrays.setAll(offsets, lane -> 101 * lane);
  }

  /** Whether the self-test vectors come out right. */
  boolean treeIsRight() {
    runTree();
    byte[] nodes = roots.clone();
    for (int count = lanes.count() / 2; count > 0; count /= 2) {
      for (int i = 0; i < count; i++) {
        scalar.digest(nodes, i * 64, 64, nodes, i * 32);
        nodes[i * 32 + 31] &= 0x3f;
      }
    }
    return Arrays.equals(nodes, 0, 32, ROOT, 0, 32);
  }

  boolean messagesAreRight() {
    runMessages();
    runScalarMessages();
    return Arrays.equals(digests, expected);
  }

  void runTree() {
    tree.roots(payload, 0, roots);
  }

  void runMessages() {
    batch.digest(payload, offsets, MESSAGE, lanes.count(), digests, 0);
  }

  /** The same number of nodes as {@link #runTree()}. */
  void runScalarTree() {
    int nodes = QUADS * 4 - lanes.count();
    for (int i = 0; i < nodes; i++) {
      scalar.digest(payload, i, 64, expected, 0);
    }
  }

  void runScalarMessages() {
    for (int lane = 0; lane < lanes.count(); lane++) {
      scalar.digest(payload, offsets[lane], MESSAGE, expected, lane * Sha256Batch.DIGEST);
    }
  }
}
