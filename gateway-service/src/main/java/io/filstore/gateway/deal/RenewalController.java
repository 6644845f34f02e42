package io.filstore.gateway.deal;

import io.filstore.db.chain.Network;
import io.filstore.db.chain.Networks;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.DealView;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.gateway.account.Caller;
import io.filstore.gateway.edge.JsonBody;
import io.filstore.gateway.paging.Cursor;
import io.filstore.gateway.paging.Page;
import io.filstore.gateway.paging.PageRequest;
import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The calendar of copies that end, and what is decided about them. */
@Tag(name = "deals")
@RestController
final class RenewalController {
  private static final String LIST = "expiries";
  private static final Set<String> DECISIONS = Set.of("redeal", "let_lapse");
  private static final Set<DealState> DECIDABLE =
      EnumSet.of(DealState.ACTIVE, DealState.EXPIRING, DealState.FAULTED, DealState.COMPLETED);

  private final Expiries expiries;
  private final OwnDeals own;
  private final DealChanges changes;
  private final Jobs jobs;
  private final Networks networks;
  private final JsonBody body;

  RenewalController(
      Expiries expiries,
      OwnDeals own,
      DealChanges changes,
      Jobs jobs,
      Networks networks,
      JsonBody body) {
    this.expiries = expiries;
    this.own = own;
    this.changes = changes;
    this.jobs = jobs;
    this.networks = networks;
    this.body = body;
  }

  @Operation(
      summary = "Copies whose term ends, the next one first",
      description = "before is an epoch or a time (RFC 3339); without it all of them.")
  @GetMapping("/api/v1/expiries")
  ResponseEntity<Page<Expiry>> list(
      @AuthenticationPrincipal Caller caller,
      @RequestParam(required = false) @Nullable String before,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest page = PageRequest.of(LIST, limit, cursor);
    Optional<Network> network = networks.current();
    return Page.of(
            expiries.list(caller.accountId(), epoch(before, network), page, network),
            page,
            one ->
                new Cursor(
                    LIST, Long.toString(Objects.requireNonNull(one.end()).epoch()), one.deal()),
            one -> one)
        .answer();
  }

  /**
   * Body of a decision.
   *
   * @param decision {@code redeal} or {@code let_lapse}
   */
  record Decision(@Nullable String decision) {}

  @Operation(
      summary = "Decide what becomes of one copy when its term ends, whatever the policy says",
      description =
          "redeal: it has a successor, also where the policy asks first; let_lapse: it has none. A copy that has ended can still "
              + "be given a successor.")
  @RequestBody(
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = Decision.class)))
  @PostMapping("/api/v1/deals/{id}:renew")
  DealView decide(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest request)
      throws IOException {
    String word = body.read(body.bytes(request), Decision.class).decision();
    if (word == null || !DECISIONS.contains(word)) {
      throw ProblemException.invalid("decision must be redeal or let_lapse.");
    }
    Deal deal = own.own(caller.accountId(), id);
    if (!DECIDABLE.contains(deal.state())) {
      throw new ProblemException(
          ProblemCode.CONFLICT,
          "The deal is " + deal.state().word() + ": it has no proven copy whose term could end.");
    }
    if (word.equals(deal.renewalDecision())) {
      return DealView.of(deal, networks.current());
    }
    Deal decided =
        changes.apply(
            deal,
            DealMove.stay().set("renewal_decision", word),
            noted -> jobs.enqueue(JobName.PLAN, noted.pieceCid()));
    return DealView.of(decided, networks.current());
  }

  private static long epoch(@Nullable String before, Optional<Network> network) {
    if (before == null) {
      return Long.MAX_VALUE;
    }
    if (before.matches("[0-9]{1,18}")) {
      return Long.parseLong(before);
    }
    try {
      Instant time = Instant.parse(before);
      return network
          .map(known -> known.clock().at(time).value())
          .orElseThrow(() ->
              new ProblemException(
                  ProblemCode.CHAIN_UNAVAILABLE,
                  "The network's clock is not known yet; ask with an epoch."));
    } catch (DateTimeException e) {
      throw new ProblemException(
          ProblemCode.INVALID_REQUEST,
          "before must be an epoch or a time like 2027-01-01T00:00:00Z.",
          e);
    }
  }
}
