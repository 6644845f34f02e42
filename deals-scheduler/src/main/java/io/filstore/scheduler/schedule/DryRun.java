package io.filstore.scheduler.schedule;

import io.filstore.db.policy.PolicyTerms;
import io.filstore.scheduler.problem.RequestRefused;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A question: who would get these pieces (snake case in JSON).
 *
 * @param pieces sizes and how many of each
 * @param policyId a policy of an account
 * @param terms what a policy would say; absent together with {@code policyId}: the settings
 */
record DryRun(
    @Nullable List<Pieces> pieces, @Nullable String policyId, @Nullable PolicyTerms terms) {

  /** At most so many pieces in one question: beyond it the answer would take seconds. */
  static final long MAX_PIECES = 1_000_000;

  private static final int MAX_SIZES = 100;

  /** Pieces of one padded size in bytes. */
  record Pieces(long paddedSize, long count) {}

  /**
   * The pieces, checked.
   *
   * @throws RequestRefused with what is wrong and the numbers
   */
  List<Pieces> checked() {
    List<Pieces> all = Objects.requireNonNullElse(pieces, List.of());
    require(!all.isEmpty(), "pieces must name at least one size.");
    require(all.size() <= MAX_SIZES, "at most " + MAX_SIZES + " sizes in one question.");
    for (Pieces some : all) {
      requireSize(some.paddedSize());
      require(
          some.count() >= 1 && some.count() <= MAX_PIECES,
          "count is %d, it must be 1 to %d.".formatted(some.count(), MAX_PIECES));
    }
    long count = all.stream().mapToLong(Pieces::count).sum();
    require(
        count <= MAX_PIECES, "%d pieces, at most %d in one question.".formatted(count, MAX_PIECES));
    require(policyId == null || terms == null, "either policy_id or terms, not both.");
    return all;
  }

  static void requireSize(long paddedSize) {
    require(
        Long.bitCount(paddedSize) == 1 && paddedSize >= 128 && paddedSize <= 1L << 36,
        "padded_size %d is not a power of two of 128 to 68719476736.".formatted(paddedSize));
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw RequestRefused.invalid(message);
    }
  }
}
