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
    PiecePolicy policy = policies.of(deal);
    Long budget = policy.datacapBudget();
    String id = deal.policyId();
    if (budget == null || id == null || rows.lock(id).isEmpty()) {
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
    PiecePolicy policy = policies.of(deal);
    BigInteger budget = policy.filBudget();
    String id = deal.policyId();
    if (budget == null || id == null || rows.lock(id).isEmpty()) {
      return Optional.empty();
    }
    BigInteger used = rows.price(id, deal.id());
    return used.add(price).compareTo(budget) <= 0
        ? Optional.empty()
        : Optional.of(
            "policy %s may cost %s attoFIL, its other deals cost %s, this one %s"
                .formatted(id, budget, used, price));
  }
}
