package io.filstore.gateway.schedule;

import io.filstore.db.policy.PolicyTerms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code schedules:simulate}.
 *
 * @param pieces padded sizes and how many of each, a million at most
 * @param policyId one of the account's policies
 * @param terms what a policy would say; absent together with policy_id: the settings
 */
record DryRun(
    @Nullable List<Pieces> pieces, @Nullable String policyId, @Nullable PolicyTerms terms) {

  /** Pieces of one padded size in bytes. */
  record Pieces(long paddedSize, long count) {}
}
