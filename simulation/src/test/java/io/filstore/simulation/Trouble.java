package io.filstore.simulation;

import java.util.EnumMap;
import java.util.Map;

/** How often what went wrong, so that a test can say that it went wrong at all. */
final class Trouble {
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

  /** What a simulated run suffers, and what others do in it. */
  enum Kind {
    DEATH,
    REORG,
    CHAIN_AWAY,
    CHAIN_BEHIND,
    REFUSAL,
    LOST_OFFER,
    LOST_ANSWER,
    LOST_DEAL,
    SAME_JOB_TWICE,
    LONG_PAUSE,
    TERMINATION,
    FAILED_JOB,
    RESERVATION
  }

  void count(Kind kind) {
    counts.merge(kind, 1, Integer::sum);
  }

  void add(Trouble other) {
    other.counts.forEach((kind, count) -> counts.merge(kind, count, Integer::sum));
  }

  int of(Kind kind) {
    return counts.getOrDefault(kind, 0);
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
