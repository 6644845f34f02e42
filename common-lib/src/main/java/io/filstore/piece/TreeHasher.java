package io.filstore.piece;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Inner nodes of the piece tree: SHA-256 of both children with the two top bits of the last byte
 * cleared. Not thread-safe.
 */
final class TreeHasher {

  static final int NODE = 32;

  private static final int LEVELS = 32;
  private static final byte[][] ZEROS = zeroLadder();

  private final MessageDigest sha256 = sha256();

  /** Root of a tree of that height over zero leaves; shared, never to be written to. */
  static byte[] zero(int level) {
    return ZEROS[level];
  }

  byte[] node(byte[] left, byte[] right) {
    byte[] parent = new byte[NODE];
    sha256.update(left, 0, NODE);
    sha256.update(right, 0, NODE);
    digestInto(parent, 0);
    return parent;
  }

  /** Replaces {@code 2 * parents} nodes at the start of the buffer by their parents. */
  void reduce(byte[] nodes, int parents) {
    for (int i = 0; i < parents; i++) {
      sha256.update(nodes, i * 2 * NODE, 2 * NODE);
      digestInto(nodes, i * NODE);
    }
  }

  private void digestInto(byte[] out, int offset) {
    try {
      sha256.digest(out, offset, NODE);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 did not fit into 32 bytes", e);
    }
    out[offset + NODE - 1] &= 0x3f;
  }

  private static byte[][] zeroLadder() {
    TreeHasher hasher = new TreeHasher();
    byte[][] ladder = new byte[LEVELS][];
    ladder[0] = new byte[NODE];
    for (int level = 1; level < LEVELS; level++) {
      ladder[level] = hasher.node(ladder[level - 1], ladder[level - 1]);
    }
    return ladder;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
