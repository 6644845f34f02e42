package io.filstore.pack;

import io.filstore.piece.Loan;
import io.filstore.unixfs.LeafEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/**
 * Leaves are read in order, hashed in batches by other threads, and come out in order again,
 * together with whatever was queued between them. Used by one thread; memory is a fixed number of
 * batches.
 */
final class LeafPipeline {
  private final Executor executor;
  private final int batchBytes;
  private final int batchLeaves;
  private final Deque<LeafBatch> free = new ArrayDeque<>();
  private final Deque<LeafBatch> inFlight = new ArrayDeque<>();
  private final Deque<Step> steps = new ArrayDeque<>();
  private int notYetMade;
  private LeafBatch filling;

  /** What is to be done when everything queued before it is done. */
  interface Action {
    void run() throws IOException;
  }

  /** Takes a leaf whose digest is known; what it gives back may read the leaf a while longer. */
  interface LeafTaker {
    Loan take(LeafBatch batch, int leaf) throws IOException;
  }

  private sealed interface Step {
    record Do(Action action) implements Step {}

    record Leaf(LeafBatch batch, int number, LeafTaker taker) implements Step {}
  }

  LeafPipeline(Executor executor, int batches, int batchBytes, int batchLeaves) {
    this.executor = executor;
    this.batchBytes = batchBytes;
    this.batchLeaves = batchLeaves;
    this.notYetMade = batches - 1;
    this.filling = new LeafBatch(batchBytes, batchLeaves);
  }

  /** Queues an action behind all leaves read so far. */
  void then(Action action) throws IOException {
    steps.add(new Step.Do(action));
    if (inFlight.isEmpty() && filling.isEmpty()) {
      runUpTo(filling);
    }
  }

  /**
   * Reads the content of one leaf.
   *
   * @return bytes read, fewer than {@code most} only at the end of the stream
   */
  int read(InputStream in, int most) throws IOException {
    if (!filling.hasRoom(most)) {
      submit();
    }
    return filling.read(in, most);
  }

  /** Makes what was read last a leaf and queues it. */
  void add(LeafEncoding encoding, int contentLength, LeafTaker taker) {
    steps.add(new Step.Leaf(filling, filling.add(encoding, contentLength), taker));
  }

  /** Does everything that is queued. */
  void finish() throws IOException {
    submit();
    while (!inFlight.isEmpty()) {
      takeOldest();
    }
    runUpTo(filling);
  }

  private void submit() throws IOException {
    inFlight.add(filling);
    executor.execute(filling.hashing());
    if (free.isEmpty() && notYetMade > 0) {
      notYetMade--;
      free.add(new LeafBatch(batchBytes, batchLeaves));
    }
    if (free.isEmpty()) {
      takeOldest();
    }
    filling = free.remove();
  }

  private void takeOldest() throws IOException {
    LeafBatch oldest = inFlight.remove();
    oldest.await();
    runUpTo(inFlight.isEmpty() ? filling : inFlight.getFirst());
    oldest.clear();
    free.add(oldest);
  }

  /** Does what is queued until the first leaf of the given batch. */
  private void runUpTo(LeafBatch batch) throws IOException {
    while (!steps.isEmpty()) {
      switch (steps.getFirst()) {
        case Step.Do(Action action) -> action.run();
        case Step.Leaf(LeafBatch of, int number, LeafTaker taker) -> {
          if (of == batch) {
            return;
          }
          of.lend(number, taker.take(of, number));
        }
      }
      steps.remove();
    }
  }
}
