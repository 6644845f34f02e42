package io.filstore.db.deal;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data of the event {@value #TYPE}: from where to where, by whom, why, how sure, and the deal
 * as it then was.
 *
 * @param actor a word of {@link Actor}
 * @param reverts number of the event that a fork of the chain takes back by this one
 */
public record DealStateChanged(
    @Nullable String from,
    String to,
    String actor,
    @Nullable String finality,
    DealView.@Nullable Cause cause,
    @Nullable Long reverts,
    List<Map<String, Object>> evidence,
    DealView deal) {
  public static final String TYPE = "deal.state_changed";

  /** The event that says that a state seen at the head is final now; from and to are the same. */
  public static final String FINALIZED_TYPE = "deal.finalized";

  /** The event that says that a state seen at the head is safe now; from and to are the same. */
  public static final String SAFE_TYPE = "deal.safe";

  /** The event that says that nothing moves any more; from and to are the same. */
  public static final String STALLED_TYPE = "deal.stalled";

  /** The event that says that a CAR was handed over by hand; from and to are the same. */
  public static final String DELIVERED_TYPE = "deal.delivered";

  /** The event that says that a provider lost what it accepted; from and to are the same. */
  public static final String LOST_TYPE = "deal.lost";

  /** The event that says that the same offer is sent once more; from and to are the same. */
  public static final String OFFERED_AGAIN_TYPE = "deal.offered_again";

  /** The event that says what its provider reports; from and to are the same. */
  public static final String PROBLEM_TYPE = "deal.problem_reported";
}
