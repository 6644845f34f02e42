package io.filstore.car;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import java.nio.ByteBuffer;

/**
 * Reads the CID at the head of a section without making objects for the common kinds, sha2-256 in
 * version 1 with a codec below 128 and in version 0. Everything else goes the way of {@link
 * Cid#read}, so the rules are the same.
 */
final class CidCursor {
  private static final int DIGEST = 32;
  private static final int V0_LENGTH = 34;
  private static final int V1_LENGTH = 36;

  private long codec;
  private long hash;
  private int digestLength;
  private int end;

  /**
   * Reads a CID.
   *
   * @throws FormatException if there is none
   */
  void read(byte[] bytes, int from, int to) {
    if (isCommonV1(bytes, from, to)) {
      set(bytes[from + 1], Multihash.SHA2_256, DIGEST, from + V1_LENGTH);
    } else if (isV0(bytes, from, to)) {
      set(Cid.DAG_PB, Multihash.SHA2_256, DIGEST, from + V0_LENGTH);
    } else {
      Cid cid = Cid.read(ByteBuffer.wrap(bytes, from, to - from));
      Multihash multihash = cid.multihash();
      set(cid.codec(), multihash.code(), multihash.digestLength(), from + cid.length());
    }
  }

  private static boolean isCommonV1(byte[] bytes, int from, int to) {
    return to - from >= V1_LENGTH
        && bytes[from] == 1
        && bytes[from + 1] >= 0
        && bytes[from + 2] == Multihash.SHA2_256
        && bytes[from + 3] == DIGEST;
  }

  private static boolean isV0(byte[] bytes, int from, int to) {
    return to - from >= V0_LENGTH && bytes[from] == Multihash.SHA2_256 && bytes[from + 1] == DIGEST;
  }

  private void set(long codec, long hash, int digestLength, int end) {
    this.codec = codec;
    this.hash = hash;
    this.digestLength = digestLength;
    this.end = end;
  }

  long codec() {
    return codec;
  }

  long hash() {
    return hash;
  }

  int digestLength() {
    return digestLength;
  }

  /** First byte after the CID; the digest stands right before it. */
  int end() {
    return end;
  }
}
