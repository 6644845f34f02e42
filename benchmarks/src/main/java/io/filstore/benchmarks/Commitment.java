package io.filstore.benchmarks;

import io.filstore.piece.CommP;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The piece commitment of a file, read anew each time from the page cache. */
final class Commitment implements Work {
  private static final int READ = 1 << 20;

  private final Path file;
  private final int threads;
  private final ExecutorService pool;
  private final byte[] buffer = new byte[READ];
  private String result = "";

  /**
   * @param threads 1 for the calling thread alone; otherwise that many hash beside it
   */
  Commitment(Path file, int threads) {
    this.file = file;
    this.threads = threads;
    this.pool = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory());
  }

  @Override
  public void run() throws IOException {
    CommP commP = threads == 1 ? new CommP() : new CommP(pool, threads);
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        commP.update(buffer, 0, n);
      }
    }
    result = commP.finish().v1().toString();
  }

  @Override
  public String result() {
    return result;
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
