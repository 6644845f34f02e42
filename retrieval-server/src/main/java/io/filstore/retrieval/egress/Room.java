package io.filstore.retrieval.egress;

import io.filstore.retrieval.problem.Problem;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Memory for the answers that are under way, half of the heap unless settings say otherwise.
 * Readers may take an answer as slowly as they like, so what does not fit beside those that are is
 * refused instead of failing all of them.
 */
public final class Room {

  /** What an answer of a piece holds: a part of a section, and buffers of the connection. */
  public static final DataSize PIECE = DataSize.ofKilobytes(128);

  /** What one of a DAG holds: the way from its root to a leaf, too. */
  public static final DataSize DAG = DataSize.ofKilobytes(512);

  private final Semaphore kilobytes;

  /**
   * @param all for all answers together; null for half of the heap
   */
  public Room(@Nullable DataSize all) {
    long bytes = all == null ? Runtime.getRuntime().maxMemory() / 2 : all.toBytes();
    this.kilobytes = new Semaphore((int) Math.min(Integer.MAX_VALUE, bytes / 1024));
  }

  /** Taken until it is closed. */
  public interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Room for one answer.
   *
   * @throws io.filstore.retrieval.problem.ProblemException 429 when there is none now
   */
  public Place take(DataSize size) {
    int wanted = (int) size.toKilobytes();
    if (!kilobytes.tryAcquire(wanted)) {
      throw Problem.busy("As many answers are under way as there is memory for; ask again soon.")
          .exception();
    }
    return () -> kilobytes.release(wanted);
  }
}
