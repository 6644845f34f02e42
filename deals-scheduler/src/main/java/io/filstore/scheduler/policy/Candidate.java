package io.filstore.scheduler.policy;

import io.filstore.db.chain.Standing;
import io.filstore.db.chain.TrackRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A provider that might take a copy.
 *
 * @param region what the operator calls it; absent when nothing was said
 * @param failures deals of this very piece that ended badly there
 * @param refusal why it does not take the piece on our terms; empty when it does
 */
public record Candidate(
    Standing standing, @Nullable String region, long failures, Optional<String> refusal) {

  private static final long ENOUGH_SAMPLES = 5;

  /** Providers with a bad record come last; all others keep the operator's order. */
  boolean hasBadRecord() {
    TrackRecord record = standing.record();
    return record.samples() >= ENOUGH_SAMPLES && record.score() < 0.5;
  }

  String provider() {
    return standing.provider();
  }
}
