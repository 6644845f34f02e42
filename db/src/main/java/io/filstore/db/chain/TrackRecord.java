package io.filstore.db.chain;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of the last deals offered to a provider, at most 200 of 90 days. Deals that are still
 * on their way count nowhere but in {@code offered}; what we gave up ourselves is no fault of the
 * provider.
 *
 * @param offered deals of which the provider was told
 * @param refused offers that it refused
 * @param activated deals that it proved on the chain
 * @param failed deals that it accepted and did not carry through: failed, lapsed or terminated
 * @param wrongCommitments of them, those for which it found another piece commitment
 * @param timeToActive median time from offer to proof; absent without a proven deal
 * @param slowTimeToActive the same for the slowest tenth of them
 * @param consecutiveFailures closed without success since its last success or quarantine
 */
public record TrackRecord(
    long offered,
    long refused,
    long activated,
    long failed,
    long wrongCommitments,
    @Nullable Duration timeToActive,
    @Nullable Duration slowTimeToActive,
    long consecutiveFailures) {

  public static final TrackRecord NONE = new TrackRecord(0, 0, 0, 0, 0, null, null, 0);

  /** Deals whose outcome is known: the sample that {@link #score} rests on. */
  public long samples() {
    return refused + activated + failed;
  }

  /**
   * The chance that the next offer becomes an active deal and stays one, by the rule of succession:
   * one half without a sample, and ever closer to the observed share with more of them.
   */
  public double score() {
    long kept = Math.max(0, activated);
    return (kept + 1.0) / (samples() + 2.0);
  }
}
