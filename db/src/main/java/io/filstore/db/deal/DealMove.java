package io.filstore.db.deal;

import java.time.Instant;
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
  /** How the change stands to the state. */
  enum Kind {
    STAY,
    FORWARD,
    UNDO,
    SAFE,
    FINALIZED,
    STALLED,
    DELIVERED,
    LOST,
    OFFERED_AGAIN,
    PROBLEM
  }

  private final Kind kind;
  private final @Nullable DealState to;
  private Actor actor = Actor.SCHEDULER;
  private final Map<String, @Nullable Object> columns = new LinkedHashMap<>();
  private final List<Map<String, Object>> evidence = new ArrayList<>();

  private DealMove(Kind kind, @Nullable DealState to) {
    this.kind = kind;
    this.to = to;
  }

  /** A change of state, which is written to the event log; the old cause is cleared. */
  public static DealMove to(DealState state) {
    return new DealMove(Kind.FORWARD, state).set("cause_code", null).set("cause_text", null);
  }

  /**
   * A return to an earlier state, because a reorg undid what was seen at the head; refused once the
   * deal is closed.
   */
  public static DealMove undoneTo(DealState state) {
    return new DealMove(Kind.UNDO, state);
  }

  /** The state stays and is unlikely to be undone: an event of the type {@code deal.safe}. */
  public static DealMove safe() {
    return new DealMove(Kind.SAFE, null).finality("safe");
  }

  /** The state stays and can no longer be undone: an event of the type {@code deal.finalized}. */
  public static DealMove finalized() {
    return new DealMove(Kind.FINALIZED, null).finality("finalized");
  }

  /** The state stays, but nothing moves: an event of the type {@code deal.stalled}. */
  public static DealMove stalled(String code, String text) {
    return new DealMove(Kind.STALLED, null).cause(code, text);
  }

  /** The state stays; the CAR was handed over: an event of the type {@code deal.delivered}. */
  public static DealMove delivered(Instant at) {
    return new DealMove(Kind.DELIVERED, null)
        .set("delivered_at", at)
        .set("cause_code", null)
        .set("cause_text", null);
  }

  /**
   * The state stays, but the provider no longer knows the offer: an event of the type {@code
   * deal.lost}.
   */
  public static DealMove lost(Instant at, String text) {
    return new DealMove(Kind.LOST, null).set("lost_at", at).cause(Deal.PROVIDER_FORGOT, text);
  }

  /**
   * The state stays; the same bytes are about to be sent once more: an event of the type {@code
   * deal.offered_again}.
   */
  public static DealMove offeredAgain(int resends, String text) {
    return new DealMove(Kind.OFFERED_AGAIN, null)
        .set("resends", resends)
        .cause(Deal.PROVIDER_FORGOT, text);
  }

  /**
   * The state stays; the provider reports a problem: an event of the type {@code
   * deal.problem_reported}, with the problem as its evidence.
   */
  public static DealMove problem() {
    return new DealMove(Kind.PROBLEM, null).by(Actor.PROVIDER);
  }

  /** A change of columns only: the provider knows the offer again. */
  public static DealMove found(Deal deal) {
    DealMove move = stay().set("unknown_since", null).set("lost_at", null);
    if (Deal.PROVIDER_FORGOT.equals(deal.causeCode())) {
      move.set("cause_code", null).set("cause_text", null);
      return deal.deliveredAt() == null ? move.awaitingDelivery(deal) : move;
    }
    return move;
  }

  /** Says, of an offline deal, that its provider waits for the CAR. */
  public DealMove awaitingDelivery(Deal deal) {
    return deal.offline()
        ? cause(
            Deal.AWAITING_DELIVERY,
            "%s waits for the CAR of %s to be brought by hand"
                .formatted(deal.provider(), deal.pieceCid()))
        : this;
  }

  /** A change of columns only, of which the event log learns nothing. */
  public static DealMove stay() {
    return new DealMove(Kind.STAY, null);
  }

  /** Who brought the change about; without it, the scheduler. */
  public DealMove by(Actor who) {
    actor = who;
    return this;
  }

  /** Why: a stable code and a text with the numbers, or a provider's own words. */
  public DealMove cause(String code, String text) {
    return set("cause_code", code).set("cause_text", text);
  }

  /** {@code head}, {@code safe} or {@code finalized}. */
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

  Kind kind() {
    return kind;
  }

  /** The type of the event that tells it; absent for what the log learns nothing of. */
  @Nullable String eventType() {
    return switch (kind) {
      case STAY -> null;
      case FORWARD, UNDO -> DealStateChanged.TYPE;
      case SAFE -> DealStateChanged.SAFE_TYPE;
      case FINALIZED -> DealStateChanged.FINALIZED_TYPE;
      case STALLED -> DealStateChanged.STALLED_TYPE;
      case DELIVERED -> DealStateChanged.DELIVERED_TYPE;
      case LOST -> DealStateChanged.LOST_TYPE;
      case OFFERED_AGAIN -> DealStateChanged.OFFERED_AGAIN_TYPE;
      case PROBLEM -> DealStateChanged.PROBLEM_TYPE;
    };
  }

  Actor actor() {
    return actor;
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
