package io.filstore.gateway.deal;

import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.Deals;
import io.filstore.db.deal.StaleDealException;
import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What users change of a deal that they have read. */
@Component
class DealChanges {
  private final Deals deals;
  private final TransactionTemplate transactions;

  DealChanges(Deals deals, TransactionTemplate transactions) {
    this.deals = deals;
    this.transactions = transactions;
  }

  /** Applies the change; a conflict when the deal was changed meanwhile. */
  Deal apply(Deal read, DealMove move) {
    return apply(read, move, changed -> {});
  }

  /** Applies the change, and does what follows from it in the same transaction. */
  Deal apply(Deal read, DealMove move, Consumer<Deal> then) {
    try {
      return Objects.requireNonNull(
          transactions.execute(_ -> {
            Deal changed = deals.apply(read, move);
            then.accept(changed);
            return changed;
          }));
    } catch (StaleDealException e) {
      throw new ProblemException(
          ProblemCode.CONFLICT, "The deal has just changed: look at it and say it again.", e);
    }
  }
}
