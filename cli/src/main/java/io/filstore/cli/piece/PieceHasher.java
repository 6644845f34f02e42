package io.filstore.cli.piece;

import io.filstore.piece.CommP;
import io.filstore.piece.PieceCommitment;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;

/** Commits to pieces on all cores. */
final class PieceHasher implements AutoCloseable {
  private static final int READ = 1 << 20;

  private final int threads = Runtime.getRuntime().availableProcessors();
  private final ExecutorService pool = Executors.newFixedThreadPool(threads);

  /** The commitment of one more piece. */
  CommP fresh() {
    return new CommP(pool, threads);
  }

  /** Reads a payload to its end. */
  PieceCommitment commit(InputStream payload, LongConsumer progress) throws IOException {
    CommP commP = fresh();
    byte[] buffer = new byte[READ];
    for (int n = payload.read(buffer); n >= 0; n = payload.read(buffer)) {
      commP.update(buffer, 0, n);
      progress.accept(n);
    }
    return commP.finish();
  }

  @Override
  public void close() {
    pool.close();
  }
}
