package io.filstore.devnet.provider;

import io.filstore.devnet.chain.Chain;
import java.util.List;
import java.util.Optional;

/** Takes checked proposals in: durable first, then under way. */
final class Intake {
  private final DealStore deals;
  private final Faults faults;
  private final Pipeline pipeline;
  private final Chain chain;

  Intake(DealStore deals, Faults faults, Pipeline pipeline, Chain chain) {
    this.deals = deals;
    this.faults = faults;
    this.pipeline = pipeline;
    this.chain = chain;
  }

  /** A refusal that was asked for, if one is due. */
  Optional<Fault> orderedRefusal(DealKey deal) {
    Optional<Fault> refusal = faults.take(Fault.Kind.REFUSE, deal);
    refusal.ifPresent(
        f -> faults.happened(f, deal.id(), "refused the proposal: '%s'".formatted(f.text())));
    return refusal;
  }

  boolean isKnown(String id) {
    return deals.find(id).isPresent();
  }

  /** Stores a deal, starts its transfer, and tells what the client is to hear of it. */
  Outcome accept(String id, String client, long rawSize, List<Source> sources, Terms terms) {
    DealKey key = new DealKey(id, Optional.of(terms.piece()));
    if (isKnown(id)) {
      return new Outcome.Duplicate();
    }
    Optional<Fault> lost = faults.take(Fault.Kind.LOSE_DEAL, key);
    if (lost.isPresent()) {
      faults.happened(lost.get(), id, "accepted the deal and crashed before it was stored");
      return new Outcome.Accepted();
    }
    StoredDeal deal =
        new StoredDeal(
            id,
            client,
            rawSize,
            sources,
            terms,
            faults.takeForDeal(key),
            Progress.accepted(chain.head().height()));
    boolean stored = deals.add(deal);
    pipeline.advance();
    return stored ? answer(key) : new Outcome.Duplicate();
  }

  private Outcome answer(DealKey key) {
    Optional<Fault> lost = faults.take(Fault.Kind.LOSE_ANSWER, key);
    if (lost.isPresent()) {
      int status = lost.get().status();
      faults.happened(
          lost.get(), key.id(), "accepted the deal, but answered HTTP %d".formatted(status));
      return new Outcome.Lost(status);
    }
    Optional<Fault> duplicate = faults.take(Fault.Kind.DUPLICATE_ANSWER, key);
    if (duplicate.isPresent()) {
      faults.happened(
          duplicate.get(), key.id(), "accepted the deal, but called it one that is there already");
      return new Outcome.Duplicate();
    }
    faults
        .take(Fault.Kind.LATE_ANSWER, key)
        .ifPresent(late -> {
          faults.happened(
              late,
              key.id(),
              "accepted the deal, but answers only after %d ms".formatted(late.delay().toMillis()));
          faults.hold(late.delay());
        });
    return new Outcome.Accepted();
  }
}
