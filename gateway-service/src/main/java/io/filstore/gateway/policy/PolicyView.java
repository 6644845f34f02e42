package io.filstore.gateway.policy;

import io.filstore.db.deal.DealView.Amount;
import io.filstore.db.policy.Policy;
import io.filstore.db.policy.PolicyTerms;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A policy as the API shows it.
 *
 * @param used what its deals hold and cost, of the budgets
 * @param retiredAt since when no new upload may name it
 */
record PolicyView(
    String id,
    String name,
    PolicyTerms terms,
    long version,
    Used used,
    @Nullable Instant retiredAt,
    Instant createdAt,
    Instant updatedAt) {

  /**
   * What deals under the policy have taken.
   *
   * @param datacapBytes padded bytes reserved or spent
   * @param price for the whole terms, without gas
   */
  record Used(long datacapBytes, Amount price) {}

  static PolicyView of(Policy row, Used used) {
    return new PolicyView(
        row.id(),
        row.name(),
        row.terms(),
        row.version(),
        used,
        row.retiredAt(),
        row.createdAt(),
        row.updatedAt());
  }
}
