package io.filstore.gateway.pull;

import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealStateChanged;
import io.filstore.db.deal.Deals;
import io.filstore.db.event.EventLog;
import io.filstore.gateway.account.Caller;
import io.filstore.gateway.edge.JsonBody;
import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import io.filstore.ids.IdKind;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What providers report of their deals: an event of the deal, which changes nothing else. */
@Tag(name = "providers' side")
@RestController
final class ProblemController {
  /** A provider is another's machine: it does not fill our log. */
  private static final int MOST_REPORTS = 20;

  private static final Duration AGAIN = Duration.ofDays(1);

  private final Deals deals;
  private final EventLog events;
  private final TransactionTemplate transactions;
  private final JsonBody body;

  ProblemController(Deals deals, EventLog events, TransactionTemplate transactions, JsonBody body) {
    this.deals = deals;
    this.events = events;
    this.transactions = transactions;
    this.body = body;
  }

  /** What was reported, and whether it is news. */
  private record Taken(ProblemReportView report, boolean fresh) {}

  @Operation(
      summary = "Report a problem with a deal of the provider of the key",
      description =
          "201 for news; 200 for what was reported last. At most 20 reports of one deal are taken.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = ProblemReport.class)))
  @PostMapping("/api/v1/sp/deals/{id}/problems")
  ResponseEntity<ProblemReportView> report(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest request)
      throws IOException {
    String provider = caller.provider();
    ProblemReport report = body.read(body.bytes(request), ProblemReport.class);
    String code = report.checkedCode();
    String text = report.checkedText();
    Taken taken = Objects.requireNonNull(transactions.execute(_ -> take(provider, id, code, text)));
    return ResponseEntity.status(taken.fresh() ? HttpStatus.CREATED : HttpStatus.OK)
        .body(taken.report());
  }

  private Taken take(String provider, String id, String code, String text) {
    Deal deal =
        deals
            .lock(id)
            .filter(one -> one.provider().equals(provider))
            .orElseThrow(() ->
                ProblemException.notFound("deal", IdKind.DEAL.matches(id) ? id : "with this id"));
    Optional<ProblemReportView> last = last(id);
    if (last.isPresent() && last.get().says(code, text)) {
      return new Taken(last.get(), false);
    }
    if (events.count(id, DealStateChanged.PROBLEM_TYPE) >= MOST_REPORTS) {
      throw ProblemException.retryable(
          ProblemCode.RATE_LIMITED,
          MOST_REPORTS + " problems of this deal were reported, no more are taken.",
          AGAIN);
    }
    deals.apply(
        deal,
        DealMove.problem()
            .evidence(
                Map.of(
                    "kind", "provider_report", "provider", provider, "code", code, "text", text)));
    return new Taken(last(id).orElseThrow(), true);
  }

  private Optional<ProblemReportView> last(String id) {
    return events.last(id, DealStateChanged.PROBLEM_TYPE).map(ProblemReportView::of);
  }
}
