package io.filstore.scheduler.schedule;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question: who would get these pieces. What is absent is as in the settings (snake case in
 * JSON).
 *
 * @param pieces sizes and how many of each
 * @param replicas copies of each piece
 * @param providers id addresses that may be chosen, in order of preference
 * @param maxPriceAttofilPerGibEpoch highest ask that is accepted
 */
record DryRun(
    @Nullable List<Pieces> pieces,
    @Nullable Integer replicas,
    @Nullable Boolean verified,
    @Nullable String product,
    @Nullable Long durationEpochs,
    @Nullable List<String> providers,
    @Nullable List<String> denied,
    @Nullable List<String> distinct,
    @Nullable Integer maxSharePercent,
    @Nullable Long shareFromBytes,
    @Nullable BigInteger maxPriceAttofilPerGibEpoch) {

  /** At most so many pieces in one question: beyond it the answer would take seconds. */
  static final long MAX_PIECES = 1_000_000;

  private static final int MAX_PROVIDERS = 1_000;

  /** Pieces of one padded size in bytes. */
  record Pieces(long paddedSize, long count) {}

  DryRun {
    require(pieces != null && !pieces.isEmpty(), "pieces must name at least one size.");
    long all = 0;
    for (Pieces some : pieces == null ? List.<Pieces>of() : pieces) {
      require(
          Long.bitCount(some.paddedSize()) == 1 && some.paddedSize() >= 128,
          "padded_size " + some.paddedSize() + " is not a power of two of at least 128.");
      require(
          some.count() >= 1 && some.count() <= MAX_PIECES,
          "count must be 1 to " + MAX_PIECES + ".");
      all += some.count();
    }
    require(all <= MAX_PIECES, "%d pieces, at most %d in one question.".formatted(all, MAX_PIECES));
    require(replicas == null || (replicas >= 1 && replicas <= 20), "replicas must be 1 to 20.");
    require(
        providers == null || providers.size() <= MAX_PROVIDERS,
        "at most " + MAX_PROVIDERS + " providers.");
    require(
        product == null || List.of("ddo", "mk12").contains(product),
        "product must be ddo or mk12.");
    require(durationEpochs == null || durationEpochs > 0, "duration_epochs must be above 0.");
    require(
        maxPriceAttofilPerGibEpoch == null || maxPriceAttofilPerGibEpoch.signum() >= 0,
        "max_price_attofil_per_gib_epoch must not be negative.");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
