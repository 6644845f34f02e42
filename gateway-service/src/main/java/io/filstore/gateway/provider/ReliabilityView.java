package io.filstore.gateway.provider;

import io.filstore.db.chain.TrackRecord;
import org.jspecify.annotations.Nullable;

/**
 * What came of the deals of the last 90 days at a provider (snake case in JSON).
 *
 * @param score chance that the next offer becomes a deal that stays, one half without a sample
 * @param samples deals whose outcome is known, which the score rests on
 * @param acceptanceRate share of answered offers that were accepted; absent without an answer
 * @param timeToActiveS median seconds from the offer to the proof on chain
 */
record ReliabilityView(
    double score,
    long samples,
    long offered,
    long refused,
    long activated,
    long failed,
    long wrongCommitments,
    @Nullable Double acceptanceRate,
    @Nullable Long timeToActiveS,
    long consecutiveFailures) {

  static ReliabilityView of(TrackRecord record) {
    long answered = record.samples();
    return new ReliabilityView(
        Math.round(record.score() * 1000) / 1000.0,
        record.samples(),
        record.offered(),
        record.refused(),
        record.activated(),
        record.failed(),
        record.wrongCommitments(),
        answered == 0 ? null : (double) (answered - record.refused()) / answered,
        record.timeToActive() == null ? null : record.timeToActive().toSeconds(),
        record.consecutiveFailures());
  }
}
