package io.filstore.watcher.monitor;

import io.filstore.client.chain.ChainException;
import io.filstore.db.deal.Deal;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Goes through deals so that one which cannot be handled does not starve those behind it, run after
 * run. What concerns all of them (chain or database away) ends the run at once.
 */
public final class EachDeal {
  private @Nullable Failure first;
  private int failed;

  private record Failure(Deal deal, RuntimeException why) {}

  /** Handles each deal. */
  public void in(List<Deal> deals, Consumer<Deal> action) {
    for (Deal deal : deals) {
      try {
        action.accept(deal);
      } catch (ChainException | DataAccessException | TransactionException e) {
        throw e;
      } catch (RuntimeException e) {
        failed++;
        first = first == null ? new Failure(deal, e) : first;
      }
    }
  }

  /**
   * To be called when all are through: makes the run a failed one, so that it is seen.
   *
   * @throws IllegalStateException naming the first deal that failed
   */
  public void finish() {
    Failure failure = first;
    if (failure != null) {
      throw new IllegalStateException(
          "%d deals could not be handled, first %s: %s"
              .formatted(failed, failure.deal().id(), failure.why()),
          failure.why());
    }
  }
}
