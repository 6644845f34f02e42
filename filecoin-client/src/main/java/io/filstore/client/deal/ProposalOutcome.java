package io.filstore.client.deal;

/** What came of proposing a deal. */
public sealed interface ProposalOutcome {

  /** The provider keeps the deal. */
  record Accepted(String text) implements ProposalOutcome {}

  /**
   * The provider said no.
   *
   * @param code short and stable: {@code http-<status>}, {@code mk20-<status>} or {@code mk12}
   * @param text the provider's own words
   */
  record Rejected(RejectionCause cause, String code, String text) implements ProposalOutcome {}

  /**
   * The offer may or may not have arrived, or may still be kept by a handler that outlived its
   * answer; ask {@link DealTransport#status} some time later, before anything else.
   */
  record Ambiguous(String why) implements ProposalOutcome {}

  /** Nothing was sent. */
  record Unreachable(String why) implements ProposalOutcome {}
}
