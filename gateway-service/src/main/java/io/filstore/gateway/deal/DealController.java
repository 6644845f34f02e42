package io.filstore.gateway.deal;

import io.filstore.db.chain.Network;
import io.filstore.db.chain.Networks;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealView;
import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import io.filstore.gateway.account.Caller;
import io.filstore.gateway.paging.Cursor;
import io.filstore.gateway.paging.Page;
import io.filstore.gateway.paging.PageRequest;
import io.filstore.gateway.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Deals over HTTP. */
@Tag(name = "deals")
@RestController
@RequestMapping("/api/v1/deals")
final class DealController {
  private static final String LIST = "deals";
  private static final String HISTORY = "history";

  private final OwnDeals deals;
  private final Networks networks;
  private final EventLog events;
  private final Reasons reasons;
  private final JsonMapper json;

  DealController(
      OwnDeals deals, Networks networks, EventLog events, Reasons reasons, JsonMapper json) {
    this.deals = deals;
    this.networks = networks;
    this.events = events;
    this.reasons = reasons;
    this.json = json;
  }

  @Operation(summary = "List one's own deals, newest first; a repeated filter means 'or'")
  @GetMapping
  ResponseEntity<Page<DealView>> list(
      @AuthenticationPrincipal Caller caller,
      @RequestParam(defaultValue = "") List<String> state,
      @RequestParam(defaultValue = "") List<String> provider,
      @RequestParam(defaultValue = "") List<String> upload,
      @RequestParam(defaultValue = "") List<String> piece,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest page = PageRequest.of(LIST, limit, cursor);
    DealFilter filter = new DealFilter(state, provider, upload, piece);
    Optional<Network> network = networks.current();
    return Page.of(
            deals.list(caller.accountId(), filter, page),
            page,
            deal -> Cursor.after(LIST, deal.createdAt(), deal.id()),
            deal -> DealView.of(deal, network))
        .answer();
  }

  @Operation(summary = "One deal")
  @GetMapping("/{id}")
  DealView one(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    return DealView.of(own(caller, id), networks.current());
  }

  @Operation(
      summary = "Why a deal is where it is: for whom it waits, since when, until when, what helps")
  @GetMapping("/{id}/why")
  Why why(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    return reasons.of(own(caller, id));
  }

  @Operation(summary = "Every change of a deal with its evidence, oldest first")
  @GetMapping("/{id}/history")
  ResponseEntity<Page<JsonNode>> history(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest page = PageRequest.of(HISTORY, limit, cursor);
    Deal deal = own(caller, id);
    long after = page.after().map(Cursor::number).orElse(0L);
    return Page.of(
            events.of(deal.id(), after, page.rowsToRead()),
            page,
            (Event event) -> new Cursor(HISTORY, Long.toString(event.seq()), ""),
            event -> json.readTree(event.envelope(caller.accountId())))
        .answer();
  }

  private Deal own(Caller caller, String id) {
    return deals
        .find(caller.accountId(), id)
        .orElseThrow(() -> ProblemException.notFound("deal", shown(id)));
  }

  private static String shown(String id) {
    return id.matches("[A-Za-z0-9_]{1,64}") ? id : "with this id";
  }
}
