package io.filstore.gateway.deal;

import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a deal's row says about its wait. Pure: no clock, no database.
 *
 * @param who {@code scheduler}, {@code provider}, {@code chain}, {@code operator} or {@code nobody}
 * @param deadline epoch
 */
record Explanation(
    String who,
    String what,
    @Nullable String next,
    @Nullable Long deadline,
    @Nullable String otherwise,
    List<String> unblock) {

  private static final String REPLACED = "It ends as lapsed, and another deal takes its place.";

  static Explanation of(Deal deal) {
    return switch (deal.state()) {
      case PLANNED ->
          scheduler(
              "The provider's terms are checked and what the deal costs is reserved.",
              deal.product().equals("ddo") && !deal.verified()
                  ? "The offer is written down and sent."
                  : "A message to the chain sets aside what the deal costs.");
      case BLOCKED -> blocked(deal);
      case ALLOCATING -> allocating(deal);
      case PROPOSING -> proposing(deal);
      case ACCEPTED, TRANSFERRING -> transfer(deal);
      case COMMITTING -> provider(deal, "The provider has to put the piece into a sector.");
      case SEALING -> provider(deal, "The provider seals the sector and proves it to the chain.");
      case ACTIVE -> active(deal);
      case EXPIRING ->
          new Explanation(
              "nobody",
              "The agreed term ends soon.",
              "The deal is completed.",
              deal.endEpoch(),
              null,
              List.of(
                  "See GET /api/v1/expiries for what the policy does; POST /api/v1/deals/%s:renew decides for this copy."
                      .formatted(deal.id())));
      case FAULTED ->
          new Explanation(
              "provider",
              "The provider has to prove the sector again.",
              "The deal is active again.",
              null,
              "A second copy is made elsewhere; a sector that stays so is terminated.",
              List.of("Ask the provider " + deal.provider() + " about its sector."));
      case COMPLETED -> over("The agreed term is over.");
      case REJECTED -> over("The provider did not take the offer.");
      case LAPSED -> over("It was not active in time.");
      case TERMINATED -> over("It ended before its term.");
      case FAILED -> over("It cannot be carried through.");
    };
  }

  private static Explanation scheduler(String what, String next) {
    return new Explanation("scheduler", what, next, null, null, List.of());
  }

  private static Explanation over(String what) {
    return new Explanation("nobody", what, null, null, null, List.of());
  }

  private static Explanation provider(Deal deal, String what) {
    Long deadline = deal.lastEpoch();
    return new Explanation(
        "provider",
        what,
        "The chain shows the deal as active.",
        deadline,
        deadline == null ? null : REPLACED,
        List.of());
  }

  private static Explanation transfer(Deal deal) {
    return switch (String.valueOf(deal.causeCode())) {
      case "awaiting_delivery" ->
          new Explanation(
              "operator",
              "The CAR has to be brought to the provider by hand.",
              "The provider computes its piece commitment and seals it.",
              deal.lastEpoch(),
              REPLACED,
              List.of("Bring it, then say so: POST /api/v1/deals/" + deal.id() + ":delivered."));
      case "transfer_stalled" ->
          new Explanation(
              "provider",
              "No byte of the CAR has moved for a while.",
              "The provider goes on fetching it.",
              deal.lastEpoch(),
              REPLACED,
              List.of(
                  "See that providers reach the retrieval server (PIECE_BASE_URL).",
                  "Ask the provider " + deal.provider() + "."));
      case Deal.PROVIDER_FORGOT -> forgotten(deal);
      default ->
          provider(
              deal,
              deal.state() == DealState.ACCEPTED
                  ? "The provider has to fetch the CAR from the retrieval server."
                  : "The provider is fetching the CAR and computes its piece commitment.");
    };
  }

  private static Explanation forgotten(Deal deal) {
    boolean again = deal.resends() < Deal.MOST_RESENDS;
    return new Explanation(
        again ? "scheduler" : "provider",
        "The provider accepted the offer and says that it no longer knows it.",
        again
            ? "The same offer is sent to it again; nothing is spent twice."
            : "The provider finds it again.",
        deal.lastEpoch(),
        deal.lastEpoch() == null ? null : REPLACED,
        List.of(
            "Ask the provider " + deal.provider() + " for the deal " + deal.proposalKey() + "."));
  }

  private static Explanation allocating(Deal deal) {
    String what =
        deal.product().equals("ddo")
            ? "The message that allocates DataCap has to be executed and final."
            : "The escrow that pays for the deal has to be there and final.";
    return new Explanation("chain", what, "The offer is written and sent.", null, null, List.of());
  }

  private static Explanation proposing(Deal deal) {
    if (deal.proposalKey() == null) {
      return scheduler("The offer is being written down.", "It is sent to the provider.");
    }
    String what =
        deal.proposedAt() == null
            ? "The offer is written and has not reached the provider yet."
            : "The offer was sent, and whether the provider has it is being found out.";
    return new Explanation(
        "provider",
        what,
        "The provider accepts it, or says why not.",
        deal.lastEpoch(),
        REPLACED,
        List.of());
  }

  private static Explanation active(Deal deal) {
    boolean isFinal = "finalized".equals(deal.finality());
    return new Explanation(
        isFinal ? "nobody" : "chain",
        switch (String.valueOf(deal.finality())) {
          case "finalized" -> "The provider keeps the piece and proves it.";
          case "safe" -> "Seen deep in the chain: a fork is unlikely to undo it, but it still may.";
          default -> "Seen at the head of the chain; a fork may still undo it until it is final.";
        },
        isFinal ? "The term ends." : "It is final.",
        isFinal ? deal.endEpoch() : null,
        null,
        List.of());
  }

  private static Explanation blocked(Deal deal) {
    String code = String.valueOf(deal.causeCode());
    return switch (code) {
      case "datacap" ->
          operator(
              "The wallet has too little DataCap.",
              "Get more DataCap for the wallet " + deal.wallet() + ".",
              "Reclaim allocations that have expired unclaimed.",
              "Make deals without DataCap (DEAL_VERIFIED_DEFAULT=false).");
      case "funds" ->
          operator(
              "The wallet has too little money.", "Send FIL to the wallet " + deal.wallet() + ".");
      case "budget_exceeded" ->
          operator(
              "A limit on spending is reached.",
              "Wait until the limit's hour is over.",
              "Raise the limit of the wallet " + deal.wallet() + ".");
      case "no_eligible_provider" ->
          operator(
              "No allowed provider takes the piece on our terms.",
              "Allow other providers (DEAL_PROVIDERS).",
              "Raise the highest price (DEAL_MAX_PRICE_ATTOFIL_PER_GIB_EPOCH).",
              "Ask for fewer copies (DEAL_REPLICAS).");
      case "message_refused" ->
          operator(
              "The chain endpoint does not take our message.",
              "See the endpoint's words in the cause; check LOTUS_RPC and the wallet.");
      default ->
          deal.proposalKey() == null
              ? scheduler(
                  "It cannot go on for the reason in the cause.", "It goes on where it stopped.")
              : new Explanation(
                  "provider",
                  "The provider does not take the offer for now; the same offer is repeated.",
                  "The provider accepts it, or our patience ends and another is asked.",
                  deal.lastEpoch(),
                  REPLACED,
                  List.of());
    };
  }

  private static Explanation operator(String what, String... unblock) {
    return new Explanation(
        "operator",
        what,
        "The deal goes on where it stopped; nothing is spent twice.",
        null,
        null,
        List.of(unblock));
  }
}
