package io.filstore.scheduler.policy;

import io.filstore.db.deal.Deal;
import io.filstore.db.policy.Policies;
import java.math.BigInteger;
import java.util.Optional;

/**
 * What deals under one policy may hold and cost together. Asked inside the transaction that commits
 * the deal to it, under a lock on the policy, so that no two deals take the same rest.
 */
public final class PolicyBudgets {
  private final PiecePolicies policies;
  private final Policies rows;

  PolicyBudgets(PiecePolicies policies, Policies rows) {
    this.policies = policies;
    this.rows = rows;
  }

  /** Why the deal may not have so many bytes of DataCap; empty when it may. */
  public Optional<String> refusesDatacap(Deal deal, long bytes) {
    String id = deal.policyId();
    Long budget = id == null ? null : locked(id, deal).datacapBudget();
    if (id == null || budget == null) {
      return Optional.empty();
    }
    long used = rows.datacap(id, deal.id());
    return used + bytes <= budget
        ? Optional.empty()
        : Optional.of(
            "policy %s may hold %d bytes of DataCap, its other deals hold %d, this needs %d"
                .formatted(id, budget, used, bytes));
  }

  /** Why the deal may not cost so much for its whole term; empty when it may. */
  public Optional<String> refusesPrice(Deal deal, BigInteger price) {
    String id = deal.policyId();
    BigInteger budget = id == null ? null : locked(id, deal).filBudget();
    if (id == null || budget == null) {
      return Optional.empty();
    }
    BigInteger used = rows.price(id, deal.id());
    return used.add(price).compareTo(budget) <= 0
        ? Optional.empty()
        : Optional.of(
            "policy %s may cost %s attoFIL, its other deals cost %s, this one %s"
                .formatted(id, budget, used, price));
  }

  /** As it is under the lock: a budget that was lowered in between counts. */
  private PiecePolicy locked(String id, Deal deal) {
    rows.lock(id);
    return policies.of(deal);
  }
}
