package io.filstore.db.deal;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The common deal states over all products. Facts drive the transitions and may arrive in any order
 * (the chain may show a deal active before its provider has answered), so any open state may become
 * any other, except that nothing falls back from a later stage to an earlier one by a late answer,
 * and that nothing leaves a closed state.
 */
public enum DealState {
  PLANNED,
  BLOCKED,
  ALLOCATING,
  PROPOSING,
  ACCEPTED,
  TRANSFERRING,
  COMMITTING,
  SEALING,
  ACTIVE,
  EXPIRING,
  COMPLETED,
  REJECTED,
  LAPSED,
  FAULTED,
  TERMINATED,
  FAILED;

  private static final Set<DealState> CLOSED =
      EnumSet.of(COMPLETED, REJECTED, LAPSED, TERMINATED, FAILED);
  private static final Set<DealState> PREPARING =
      EnumSet.of(PLANNED, BLOCKED, ALLOCATING, PROPOSING);

  /** Whether the deal still counts against its piece and provider. */
  public boolean open() {
    return !CLOSED.contains(this);
  }

  /** Whether the deal may go from here to the given state. */
  public boolean canBecome(DealState next) {
    if (!open() || this == next) {
      return false;
    }
    if (PREPARING.contains(next)) {
      return PREPARING.contains(this);
    }
    if (!next.open() || next == FAULTED || this == FAULTED) {
      return true;
    }
    return next.ordinal() > ordinal();
  }

  /** The word in the database and in the API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
