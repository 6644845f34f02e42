package io.filstore.client.deal;

import java.util.List;
import java.util.Map;

/**
 * MK12 refusals are texts only (curio market/mk12/mk12.go, boost storagemarket/deal_acceptance.go);
 * the first match counts.
 */
final class Mk12Rejections {

  private record Rule(RejectionCause cause, List<String> parts) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              RejectionCause.DUPLICATE,
              List.of("deal proposal is identical", "deal has the same uuid", "already exists")),
          new Rule(
              RejectionCause.TRANSIENT,
              List.of(
                  "backpressure", "server error", "overloaded", "try again", "retry in some time")),
          new Rule(
              RejectionCause.CLIENT,
              List.of(
                  "client not allowed",
                  "DataCap",
                  "datacap",
                  "Available too small",
                  "insufficient",
                  "not enough funds")),
          new Rule(
              RejectionCause.PERMANENT,
              List.of("not supported", "is disabled", "deals denied", "not accepting")),
          new Rule(RejectionCause.PARAMETER, List.of("failed validation", "doesn't match")));

  private static final Map<Integer, RejectionCause> BY_STATUS =
      Map.of(
          400, RejectionCause.PARAMETER,
          401, RejectionCause.CLIENT,
          403, RejectionCause.CLIENT,
          429, RejectionCause.TRANSIENT);

  private Mk12Rejections() {}

  /**
   * Words that no rule knows come from the provider's own filter: it will not change its mind for
   * this offer.
   */
  static RejectionCause cause(String text) {
    return RULES.stream()
        .filter(rule -> rule.parts().stream().anyMatch(text::contains))
        .map(Rule::cause)
        .findFirst()
        .orElse(RejectionCause.PERMANENT);
  }

  static RejectionCause cause(int status) {
    return BY_STATUS.getOrDefault(status, RejectionCause.PERMANENT);
  }
}
