package io.filstore.db.chain;

import org.jspecify.annotations.Nullable;

/**
 * What came of the last probes of a provider's copies, at most 1000 of 30 days.
 *
 * @param probes how many there were
 * @param good of them, those that were given back as packed
 * @param firstByteP50Ms median milliseconds from the request to the first byte of a good one;
 *     absent without one
 * @param firstByteP95Ms the same that nineteen of twenty keep
 */
public record ProbeRecord(
    long probes, long good, @Nullable Long firstByteP50Ms, @Nullable Long firstByteP95Ms) {

  public static final ProbeRecord NONE = new ProbeRecord(0, 0, null, null);
}
