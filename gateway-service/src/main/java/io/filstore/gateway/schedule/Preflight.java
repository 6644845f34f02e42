package io.filstore.gateway.schedule;

import io.filstore.db.policy.PolicyTerms;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code deals:preflight}.
 *
 * @param provider id address
 * @param pieceCid one of the account's pieces, whose policy counts unless another is named
 * @param paddedSize bytes, for a piece that is not there yet
 * @param policyId one of the account's policies
 * @param terms what a policy would say
 */
record Preflight(
    @Nullable String provider,
    @Nullable String pieceCid,
    @Nullable Long paddedSize,
    @Nullable String policyId,
    @Nullable PolicyTerms terms) {}
