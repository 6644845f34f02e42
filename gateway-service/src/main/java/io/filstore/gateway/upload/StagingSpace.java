package io.filstore.gateway.upload;

import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Free space of the staging disk, shared by all uploads that are running: what an upload has
 * declared is set aside for it until it is written, and a reserve stays free.
 */
final class StagingSpace {
  private static final long CHECK_EVERY = 8L << 20;

  private final LongSupplier usable;
  private final long reserve;
  private final Duration retryAfter;
  private long promised;

  /**
   * @param usable free bytes of the disk, asked often
   */
  StagingSpace(LongSupplier usable, long reserve, Duration retryAfter) {
    this.usable = usable;
    this.reserve = reserve;
    this.retryAfter = retryAfter;
  }

  /**
   * Sets space aside for an upload.
   *
   * @param declared bytes it will write, 0 when it does not say
   * @throws ProblemException {@code staging_full}
   */
  synchronized Share claim(long declared) {
    requireFree(declared);
    promised += declared;
    return new Share(declared);
  }

  /** The problem that a full disk is, also when the disk itself said so. */
  synchronized ProblemException full(long needed) {
    return full(needed, usable.getAsLong());
  }

  private synchronized void requireFree(long more) {
    long free = usable.getAsLong();
    if (free - promised - more < reserve) {
      throw full(more, free);
    }
  }

  private ProblemException full(long needed, long free) {
    String detail =
        "The staging disk has %d bytes free, of which %d are promised to other uploads and %d stay in reserve; "
                .formatted(free, promised, reserve)
            + "this upload needs %d more, and nothing of it was kept.".formatted(needed);
    return ProblemException.retryable(ProblemCode.STAGING_FULL, detail, retryAfter)
        .with("needed_bytes", needed)
        .with("free_bytes", Math.max(0, free - promised - reserve));
  }

  private synchronized void settle(long bytes) {
    promised -= bytes;
  }

  /** One upload's part; used by one thread. */
  final class Share implements AutoCloseable {
    private long open;
    private long unchecked;

    private Share(long declared) {
      this.open = declared;
    }

    /** Counts bytes that are about to be written, and looks at the disk every few megabytes. */
    void take(long bytes) {
      long covered = Math.min(bytes, open);
      open -= covered;
      settle(covered);
      unchecked += bytes;
      if (unchecked >= CHECK_EVERY) {
        unchecked = 0;
        requireFree(bytes);
      }
    }

    @Override
    public void close() {
      settle(open);
      open = 0;
    }
  }
}
