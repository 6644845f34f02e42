package io.filstore.gateway.policy;

import io.filstore.db.deal.DealView.Amount;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.policy.Policies;
import io.filstore.db.policy.Policy;
import io.filstore.db.policy.PolicyTerms;
import io.filstore.gateway.paging.Cursor;
import io.filstore.gateway.paging.PageRequest;
import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What an account does with its policies. */
@Component
public final class OwnPolicies {
  private final Policies policies;
  private final Jobs jobs;
  private final TransactionTemplate transactions;

  OwnPolicies(Policies policies, Jobs jobs, TransactionTemplate transactions) {
    this.policies = policies;
    this.jobs = jobs;
    this.transactions = transactions;
  }

  Policy add(String accountId, String name, PolicyTerms terms) {
    return policies
        .add(accountId, name, terms)
        .orElseThrow(
            () -> new ProblemException(ProblemCode.CONFLICT, "There is a policy of this name."));
  }

  List<Policy> list(String accountId, PageRequest page) {
    return policies.of(
        accountId,
        page.after().map(after -> after.time().toInstant()).orElse(null),
        page.after().map(Cursor::second).orElse(""),
        page.rowsToRead());
  }

  /** One of the account's own, retired or not; a problem for any other. */
  public Policy own(String accountId, String id) {
    return policies
        .find(accountId, id)
        .orElseThrow(() -> ProblemException.notFound("policy", "with this id"));
  }

  /** One that a new upload may name. */
  public Policy usable(String accountId, String id) {
    Policy policy = own(accountId, id);
    if (policy.retiredAt() != null) {
      throw new ProblemException(ProblemCode.CONFLICT, "The policy was retired.");
    }
    return policy;
  }

  /** Replaces the terms; pieces under the policy are planned again in the same transaction. */
  Policy replace(Policy read, PolicyTerms terms) {
    return Objects.requireNonNull(
        transactions.execute(_ -> {
          Policy now =
              policies
                  .replace(read, terms)
                  .orElseThrow(() ->
                      new ProblemException(
                          ProblemCode.CONFLICT,
                          "The policy was changed or retired meanwhile: look at it and ask again."));
          jobs.enqueueOnce(JobName.PLAN, policies.pieces(now));
          return now;
        }));
  }

  /** No new upload may name it; those under it keep it. Retiring twice changes nothing. */
  void retire(Policy policy) {
    policies.retire(policy);
  }

  PolicyView view(Policy row) {
    return PolicyView.of(
        row,
        new PolicyView.Used(
            policies.datacap(row.id(), ""),
            new Amount(policies.price(row.id(), "").toString(), "attoFIL")));
  }
}
