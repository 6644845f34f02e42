package io.filstore.car;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * Checks a CARv1 or CARv2 by every rule and reports what it finds instead of stopping at the first
 * problem, as long as the place of the next section is known. Reads the archive once, from its
 * beginning to its end, so a stream will do; blocks are hashed on all cores. The report does not
 * depend on the number of threads or the sizes of reads.
 *
 * <p>Memory: about 17 MiB for each thread and two more, and for each block about 80 bytes, or 100
 * and 12 for each link where links are followed.
 *
 * @param depth whether links are followed
 * @param threads how many threads hash
 * @param progress is told from time to time how many bytes have been read
 */
public record CarVerifier(CarLimits limits, Depth depth, int threads, LongConsumer progress) {
  private static final int MAX_THREADS = 8;

  /** How much is verified. */
  public enum Depth {
    /** Every byte of the archive, but not what the blocks say of each other. */
    BLOCKS,
    /**
     * Also the links of every block in the codecs that are known: what is missing below the roots,
     * what no root leads to, and whether the sizes and names of UnixFS nodes agree.
     */
    LINKS
  }

  public CarVerifier {
    if (threads < 1) {
      throw new IllegalArgumentException("at least one thread must hash, not " + threads);
    }
  }

  /** With default limits, on all cores, without following links. */
  public static CarVerifier ofBlocks() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new CarVerifier(
        CarLimits.DEFAULT, Depth.BLOCKS, Math.min(cores, MAX_THREADS), bytes -> {});
  }

  /** As {@link #ofBlocks()}, following links. */
  public static CarVerifier ofLinks() {
    CarVerifier blocks = ofBlocks();
    return new CarVerifier(blocks.limits, Depth.LINKS, blocks.threads, blocks.progress);
  }

  public CarVerifier withLimits(CarLimits limits) {
    return new CarVerifier(limits, depth, threads, progress);
  }

  public CarVerifier withThreads(int threads) {
    return new CarVerifier(limits, depth, threads, progress);
  }

  public CarVerifier withProgress(LongConsumer progress) {
    return new CarVerifier(limits, depth, threads, progress);
  }

  /** Verifies a file. */
  public CarVerification verify(Path car) throws IOException {
    try (InputStream in = Files.newInputStream(car)) {
      return verify(in);
    }
  }

  /** Verifies a stream, which need not be buffered and is read to its end but not closed. */
  public CarVerification verify(InputStream car) throws IOException {
    return new VerifyRun(this, car).verify();
  }
}
