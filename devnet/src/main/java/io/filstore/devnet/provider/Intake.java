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
  Optional<Fault> orderedRefusal() {
    return faults.take(Fault.Kind.REFUSE);
  }

  /** A loss of the answer that was asked for, if one is due. */
  Optional<Fault> orderedLoss() {
    return faults.take(Fault.Kind.LOSE_ANSWER);
  }

  boolean isKnown(String id) {
    return deals.find(id).isPresent();
  }

  /** Stores a deal and starts its transfer; false when the id is taken. */
  boolean accept(String id, String client, long rawSize, List<Source> sources, Terms terms) {
    if (isKnown(id)) {
      return false;
    }
    StoredDeal deal =
        new StoredDeal(
            id,
            client,
            rawSize,
            sources,
            terms,
            faults.takeQuirks(),
            Progress.accepted(chain.head().height()));
    boolean stored = deals.add(deal);
    pipeline.advance();
    return stored;
  }
}
