package io.filstore.scheduler.progress;

import io.filstore.db.deal.Actor;
import io.filstore.db.deal.DatacapLedger;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How a step of a deal ends. Each method is one transaction (or joins the caller's): the change of
 * the deal, its event, its DataCap, and the job that goes on from there.
 */
public final class DealProgress {

  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  private static final Duration LONGEST_WAIT_FOR_PROVIDER = Duration.ofHours(6);

  private final Deals deals;
  private final DatacapLedger ledger;
  private final Jobs jobs;
  private final TransactionTemplate transactions;
  private final Clock clock;

  public DealProgress(
      Deals deals, DatacapLedger ledger, Jobs jobs, TransactionTemplate transactions, Clock clock) {
    this.deals = deals;
    this.ledger = ledger;
    this.jobs = jobs;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Changes the deal and goes on at once. */
  public void goOn(Deal deal, DealMove move) {
    transactions.executeWithoutResult(status -> {
      deals.apply(deal, move);
      jobs.enqueue(JobName.DEAL, deal.id());
    });
  }

  /** Changes the deal within this step; the row as it is then. */
  public Deal note(Deal deal, DealMove move) {
    return Objects.requireNonNull(transactions.execute(status -> deals.apply(deal, move)));
  }

  /** The allocation exists: its DataCap is spent, once, and the deal goes on. */
  public void goOnSpending(Deal deal, DealMove move) {
    transactions.executeWithoutResult(status -> {
      ledger.spend(deal.id());
      goOn(deal, move);
    });
  }

  /** All is well; looks again after the delay. */
  public void later(Deal deal, Duration delay) {
    transactions.executeWithoutResult(status -> enqueue(deal, max(delay, Duration.ofMillis(200))));
  }

  /**
   * Says why a step fails that will be repeated, so that nobody has to read a log to learn it.
   * Nothing for a deal that says why already or is not ours any more.
   */
  public void trouble(String dealId, String code, String text) {
    transactions.executeWithoutResult(status ->
        deals
            .lock(dealId)
            .filter(deal ->
                deal.state().compareTo(DealState.ACCEPTED) < 0
                    && deal.state() != DealState.BLOCKED
                    && !(code.equals(deal.causeCode()) && text.equals(deal.causeText())))
            .ifPresent(deal -> deals.apply(deal, DealMove.stay().cause(code, text))));
  }

  /** Someone else changed the deal during a step: the step is decided anew on the new row. */
  public void again(String dealId) {
    jobs.enqueue(JobName.DEAL, dealId);
  }

  private void enqueue(Deal deal, Duration delay) {
    jobs.enqueue(JobName.DEAL, deal.id(), clock.instant().plus(delay));
  }

  /** Says why the deal cannot go on now, and looks again later. */
  public void block(Deal deal, String code, String text) {
    block(deal, code, text, wait(deal, deal.createdAt(), SHORTEST_WAIT, LONGEST_WAIT));
  }

  /** The same for a provider that has too much to do: the wait is longer. */
  public void blockFor(Deal deal, String code, String text, Duration shortest) {
    Instant since = deal.offeredAt() == null ? deal.createdAt() : deal.offeredAt();
    block(deal, code, text, wait(deal, since, shortest, LONGEST_WAIT_FOR_PROVIDER));
  }

  private void block(Deal deal, String code, String text, Duration wait) {
    transactions.executeWithoutResult(status -> {
      if (deal.state() != DealState.BLOCKED) {
        deals.apply(deal, DealMove.to(DealState.BLOCKED).cause(code, text));
      } else if (!code.equals(deal.causeCode()) || !text.equals(deal.causeText())) {
        deals.apply(deal, DealMove.stay().cause(code, text));
      }
      enqueue(deal, wait);
    });
  }

  /** A step succeeded: takes back what {@link #trouble} said. */
  public void recovered(String dealId) {
    transactions.executeWithoutResult(status ->
        deals
            .lock(dealId)
            .filter(deal -> Causes.passing(deal.causeCode()))
            .ifPresent(deal ->
                deals.apply(
                    deal, DealMove.stay().set("cause_code", null).set("cause_text", null))));
  }

  /**
   * Ends the deal; DataCap that is still only reserved is free again, and the piece is planned
   * anew.
   */
  public void close(Deal deal, DealState state, String code, String text) {
    DealMove move = DealMove.to(state).cause(code, text);
    if (state == DealState.REJECTED && !code.equals(Causes.PROVIDER_UNREACHABLE)) {
      move.by(Actor.PROVIDER).evidence(answer(deal, code, text));
    }
    transactions.executeWithoutResult(status -> {
      deals.apply(deal, move);
      ledger.release(deal.id());
      jobs.enqueue(JobName.PLAN, deal.pieceCid());
    });
  }

  /**
   * Ends the deal, which its provider certainly does not hold, and begins another one there in its
   * place: the next offer has other terms.
   */
  public void correct(Deal deal, String code, String text) {
    transactions.executeWithoutResult(status -> {
      deals.apply(deal, DealMove.to(DealState.REJECTED).cause(code, text));
      ledger.release(deal.id());
      Deal next =
          deals.insert(
              new Deals.Plan(
                  deal.pieceCid(),
                  deal.provider(),
                  deal.wallet(),
                  deal.product(),
                  deal.verified(),
                  deal.attempt() + 1,
                  deal.durationEpochs(),
                  deal.policyId()));
      jobs.enqueue(JobName.DEAL, next.id());
    });
  }

  /**
   * The provider keeps the deal: from here on the chain speaks; first, for a CAR that is brought by
   * hand, whoever brings it.
   */
  public void accept(Deal deal, String told) {
    DealMove move =
        DealMove.to(DealState.ACCEPTED)
            .by(Actor.PROVIDER)
            .set("provider_status", told)
            .evidence(answer(deal, "accepted", told));
    move.awaitingDelivery(deal);
    transactions.executeWithoutResult(status -> deals.apply(deal, move));
  }

  /** The provider has a lost offer again. What was brought by hand before is gone with it. */
  public void found(Deal deal, String told) {
    DealMove move = DealMove.found(deal).set("provider_status", told);
    if (deal.resends() > 0) {
      move.set("delivered_at", null).awaitingDelivery(deal);
    }
    note(deal, move);
  }

  /**
   * Ends a deal that the provider accepted, lost, and does not take again; the piece is planned
   * anew.
   */
  public void refusedAgain(Deal deal, String code, String text) {
    transactions.executeWithoutResult(status -> {
      deals.apply(
          deal,
          DealMove.to(DealState.FAILED)
              .by(Actor.PROVIDER)
              .cause(code, text)
              .evidence(answer(deal, code, text)));
      ledger.release(deal.id());
      jobs.enqueue(JobName.PLAN, deal.pieceCid());
    });
  }

  /** What the provider said to which offer. */
  private Map<String, Object> answer(Deal deal, String code, String text) {
    return Map.of(
        "kind",
        "provider_answer",
        "provider",
        deal.provider(),
        "offer",
        String.valueOf(deal.proposalKey()),
        "code",
        code,
        "text",
        text,
        "at",
        clock.instant().toString());
  }

  /** Gives a place up to another provider's deal; what was reserved is free again. */
  public void replaced(Deal deal, String text) {
    transactions.executeWithoutResult(status -> {
      ledger.release(deal.id());
      deals.apply(deal, DealMove.to(DealState.FAILED).cause(Causes.REPLACED, text));
    });
  }

  private Duration wait(Deal deal, Instant since, Duration shortest, Duration longest) {
    return Backoff.of(subject(deal), since, clock.instant(), shortest, longest);
  }

  /** What the deal is about; unlike its id the same whenever it is made. */
  private static String subject(Deal deal) {
    return deal.pieceCid() + "/" + deal.provider() + "/" + deal.attempt();
  }

  /** A quarter of the age, between a second and ten minutes. */
  public static Duration backoff(Instant since, Instant now) {
    return Backoff.between(since, now, SHORTEST_WAIT, LONGEST_WAIT);
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
