package io.filstore.gateway.provider;

import io.filstore.db.chain.ProbeRecord;
import io.filstore.db.chain.TrackRecord;
import org.jspecify.annotations.Nullable;

/**
 * What came of the deals of the last 90 days at a provider (snake case in JSON).
 *
 * @param score chance that the next offer becomes a deal that stays, one half without a sample
 * @param samples deals whose outcome is known, which the score rests on
 * @param acceptanceRate share of answered offers that were accepted; absent without an answer
 * @param timeToActiveS median seconds from the offer to the proof on chain
 * @param retrieval whether copies are given back, by probes of the last 30 days
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
    long consecutiveFailures,
    Retrieval retrieval) {

  /**
   * What came of the last probes, at most 1000.
   *
   * @param samples probes, which the rate rests on
   * @param successRate share of them that were given back as packed; absent without a probe
   * @param firstByteSamples probes that the times rest on: the good ones
   * @param firstByteP50Ms median milliseconds to the first byte
   * @param firstByteP95Ms what nineteen of twenty keep
   */
  record Retrieval(
      long samples,
      @Nullable Double successRate,
      long firstByteSamples,
      @Nullable Long firstByteP50Ms,
      @Nullable Long firstByteP95Ms) {

    static Retrieval of(ProbeRecord record) {
      return new Retrieval(
          record.probes(),
          record.probes() == 0 ? null : (double) record.good() / record.probes(),
          record.good(),
          record.firstByteP50Ms(),
          record.firstByteP95Ms());
    }
  }

  static ReliabilityView of(TrackRecord record, ProbeRecord probes) {
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
        record.consecutiveFailures(),
        Retrieval.of(probes));
  }
}
