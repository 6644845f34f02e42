package io.filstore.pack;

import io.filstore.hash.Sha256Batch;
import io.filstore.piece.Loan;
import io.filstore.unixfs.LeafEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Consecutive leaves of a tree, read into one buffer and hashed together by one thread while the
 * next batch is filled by another. Filled and read by the packing thread only.
 */
final class LeafBatch {
  private static final int DIGEST = 32;

  /** More than a leaf has before or behind its content. */
  static final int MARGIN = 64;

  private final byte[] buffer;
  private final int[] offsets;
  private final int[] lengths;
  private final byte[] digests;
  private final Sha256Batch sha256 = Sha256Batch.best();
  private final Deque<Lent> lent = new ArrayDeque<>();
  private FutureTask<Void> hashing = task();
  private int count;
  private int used;

  /** A part of the buffer that is still read, up to the next part. */
  private record Lent(int offset, Loan loan) {}

  LeafBatch(int bytes, int leaves) {
    this.buffer = new byte[bytes];
    this.offsets = new int[leaves];
    this.lengths = new int[leaves];
    this.digests = new byte[leaves * DIGEST];
  }

  void clear() {
    count = 0;
    used = 0;
    hashing = task();
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Whether another leaf of so many content bytes surely has room, whatever stands around it. */
  boolean hasRoom(int contentLength) {
    return count < offsets.length && buffer.length - used >= contentLength + 2 * MARGIN;
  }

  /**
   * Reads up to {@code most} bytes as the content of one leaf.
   *
   * @return how many there were; fewer than {@code most} only at the end of the stream
   */
  int read(InputStream in, int most) throws IOException {
    reclaim(used + most + 2 * MARGIN);
    return in.readNBytes(buffer, used + MARGIN, most);
  }

  /** Makes the content read last a leaf, with what stands around it, and returns its number. */
  int add(LeafEncoding encoding, int contentLength) {
    byte[] prefix = encoding.prefix();
    byte[] suffix = encoding.suffix();
    int content = used + MARGIN;
    int start = content - prefix.length;
    System.arraycopy(prefix, 0, buffer, start, prefix.length);
    System.arraycopy(suffix, 0, buffer, content + contentLength, suffix.length);
    offsets[count] = start;
    lengths[count] = prefix.length + contentLength + suffix.length;
    used = content + contentLength + suffix.length;
    return count++;
  }

  /** The work of hashing, to be run by any thread; running it again does nothing. */
  Runnable hashing() {
    return hashing;
  }

  /** Waits until the leaves are hashed, doing it here if no other thread has begun. */
  void await() {
    hashing.run();
    try {
      hashing.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while hashing", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("hashing failed", e.getCause());
    }
  }

  /** Says what still reads a leaf; called in the order of the leaves. */
  void lend(int leaf, Loan loan) {
    if (!lent.isEmpty() && lent.getLast().offset() >= offsets[leaf]) {
      // left from an earlier filling, which went further
      reclaim(buffer.length);
    }
    lent.add(new Lent(offsets[leaf], loan));
  }

  private void reclaim(int end) {
    while (!lent.isEmpty() && lent.getFirst().offset() < end) {
      lent.remove().loan().settle();
    }
  }

  byte[] buffer() {
    return buffer;
  }

  int offset(int leaf) {
    return offsets[leaf];
  }

  int length(int leaf) {
    return lengths[leaf];
  }

  byte[] digest(int leaf) {
    return Arrays.copyOfRange(digests, leaf * DIGEST, (leaf + 1) * DIGEST);
  }

  private FutureTask<Void> task() {
    return new FutureTask<>(this::hashAll, null);
  }

  /** Leaves of one length go to the kernel together, which is fastest with many. */
  private void hashAll() {
    long[] order = new long[count];
    for (int leaf = 0; leaf < count; leaf++) {
      order[leaf] = (long) lengths[leaf] << 32 | leaf;
    }
    Arrays.sort(order);
    int from = 0;
    while (from < count) {
      int to = from + 1;
      while (to < count && order[to] >> 32 == order[from] >> 32) {
        to++;
      }
      hashEqual(order, from, to);
      from = to;
    }
  }

  private void hashEqual(long[] order, int from, int to) {
    int[] starts = new int[to - from];
    for (int i = from; i < to; i++) {
      starts[i - from] = offsets[(int) order[i]];
    }
    byte[] results = new byte[starts.length * DIGEST];
    sha256.digest(buffer, starts, starts.length, (int) (order[from] >> 32), results);
    for (int i = from; i < to; i++) {
      System.arraycopy(results, (i - from) * DIGEST, digests, (int) order[i] * DIGEST, DIGEST);
    }
  }
}
