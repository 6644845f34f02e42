package io.filstore.car;

import io.filstore.multiformats.Cid;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of whole sections as they stand in the file, with the places of their parts: what one
 * thread checks at a time. Reused.
 */
final class Slab {
  byte[] bytes;
  int filled;

  /** Position in the file of the first byte. */
  long offset;

  int count;
  int[] starts = new int[64];
  int[] cids = new int[64];
  int[] blocks = new int[64];
  int[] ends = new int[64];
  int[] digestLengths = new int[64];
  long[] codecs = new long[64];
  long[] hashes = new long[64];

  /** What is wrong with the block of a section, null if nothing. */
  Finding.@Nullable Code[] verdicts = new Finding.Code[64];

  /** What is wrong with the framing, in the order of the file, the first of it. */
  final List<Finding> findings = new ArrayList<>();

  /** Problems of framing that were too many to keep. */
  long furtherProblems;

  /** Nodes found in this run, in the order of their sections; only where links are followed. */
  final List<BlockNode> nodes = new ArrayList<>();

  Slab(int capacity) {
    bytes = new byte[capacity];
  }

  void begin(long position) {
    offset = position;
    filled = 0;
    count = 0;
    findings.clear();
    furtherProblems = 0;
    nodes.clear();
  }

  void add(int start, int cidAt, CidCursor cid, int end) {
    if (count == starts.length) {
      growLists();
    }
    starts[count] = start;
    cids[count] = cidAt;
    blocks[count] = cid.end();
    ends[count] = end;
    digestLengths[count] = cid.digestLength();
    codecs[count] = cid.codec();
    hashes[count] = cid.hash();
    verdicts[count] = null;
    count++;
  }

  /** Makes room for a section that is longer than all. */
  void grow() {
    bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 64L, bytes.length * 2L));
  }

  private void growLists() {
    int larger = count * 2;
    starts = Arrays.copyOf(starts, larger);
    cids = Arrays.copyOf(cids, larger);
    blocks = Arrays.copyOf(blocks, larger);
    ends = Arrays.copyOf(ends, larger);
    digestLengths = Arrays.copyOf(digestLengths, larger);
    codecs = Arrays.copyOf(codecs, larger);
    hashes = Arrays.copyOf(hashes, larger);
    verdicts = Arrays.copyOf(verdicts, larger);
  }

  int blockLength(int section) {
    return ends[section] - blocks[section];
  }

  Cid cid(int section) {
    return Cid.read(ByteBuffer.wrap(bytes, cids[section], blocks[section] - cids[section]));
  }

  /** Notes a problem of framing at an offset from the start of this run. */
  void find(Finding.Code code, int at, String detail) {
    find(new Finding(code, offset + at, detail));
  }

  void find(Finding finding) {
    if (findings.size() < Findings.KEPT) {
      findings.add(finding);
    } else {
      furtherProblems++;
    }
  }
}
