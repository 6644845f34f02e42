package io.filstore.db.deal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of a deal, to be applied by compare-and-set: optionally a new state with its cause and
 * evidence, and columns that change with it.
 */
public final class DealMove {
  private final @Nullable DealState to;
  private final Map<String, @Nullable Object> columns = new LinkedHashMap<>();
  private final List<Map<String, Object>> evidence = new ArrayList<>();

  private DealMove(@Nullable DealState to) {
    this.to = to;
  }

  /** A change of state, which is written to the event log; the old cause is cleared. */
  public static DealMove to(DealState state) {
    return new DealMove(state).set("cause_code", null).set("cause_text", null);
  }

  /** A change of columns only, of which the event log learns nothing. */
  public static DealMove stay() {
    return new DealMove(null);
  }

  /** Why: a stable code and a text with the numbers, or a provider's own words. */
  public DealMove cause(String code, String text) {
    return set("cause_code", code).set("cause_text", text);
  }

  /** {@code head} or {@code finalized}. */
  public DealMove finality(String finality) {
    return set("finality", finality);
  }

  /** Sets a column of {@code deal}, given by its SQL name. */
  public DealMove set(String column, @Nullable Object value) {
    columns.put(column, value);
    return this;
  }

  /** Adds a piece of evidence: what was seen, where and at which height. */
  public DealMove evidence(Map<String, Object> fact) {
    evidence.add(Map.copyOf(fact));
    return this;
  }

  @Nullable DealState target() {
    return to;
  }

  Map<String, @Nullable Object> columns() {
    return columns;
  }

  List<Map<String, Object>> evidence() {
    return evidence;
  }
}
