package io.filstore.gateway.egress;

import io.filstore.db.egress.EgressDay;
import io.filstore.db.egress.EgressLedger;
import io.filstore.db.egress.EgressLimit;
import io.filstore.gateway.account.Caller;
import io.filstore.gateway.edge.JsonBody;
import io.filstore.gateway.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** An account's egress over HTTP: for itself, and for operators who limit it. */
@Tag(name = "egress")
@RestController
final class EgressController {
  private static final int DAYS = 31;

  private final EgressLedger ledger;
  private final EgressProperties properties;
  private final JsonBody body;
  private final Clock clock;

  EgressController(EgressLedger ledger, EgressProperties properties, JsonBody body, Clock clock) {
    this.ledger = ledger;
    this.properties = properties;
    this.body = body;
    this.clock = clock;
  }

  @Operation(
      summary = "What was read of the account's content, by day, and what may be",
      description =
          "Bytes that the retrieval server sent of the account's uploads, whoever read them; what providers download for deals does "
              + "not count. Some seconds behind. When the bytes of a day are used up, its content is 429 until the next (UTC).")
  @GetMapping("/api/v1/egress")
  EgressView own(@AuthenticationPrincipal Caller caller) {
    return view(caller.accountId());
  }

  @Operation(summary = "The same of any account, for operators")
  @GetMapping("/api/v1/accounts/{id}/egress")
  EgressView of(@PathVariable String id) {
    if (!ledger.knows(id)) {
      throw unknown();
    }
    return view(id);
  }

  @Operation(
      summary = "Limit how much of an account's content may be read in a day",
      description =
          "Counts instead of the settings (RETRIEVAL_EGRESS_PER_DAY), within seconds: null is no limit, 0 lets nothing out.")
  @RequestBody(
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = NewEgressLimit.class)))
  @PutMapping("/api/v1/accounts/{id}/egress-limit")
  EgressView limit(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest request)
      throws IOException {
    Long wanted = body.read(body.bytes(request), NewEgressLimit.class).checked();
    if (!ledger.limit(id, wanted, caller.getName())) {
      throw unknown();
    }
    return view(id);
  }

  @Operation(summary = "Let the settings say again how much may be read in a day")
  @DeleteMapping("/api/v1/accounts/{id}/egress-limit")
  EgressView unlimit(@PathVariable String id) {
    if (!ledger.knows(id)) {
      throw unknown();
    }
    ledger.unlimit(id);
    return view(id);
  }

  private EgressView view(String account) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    Optional<EgressLimit> own = ledger.limit(account);
    List<EgressDay> days = ledger.days(account, today.minusDays(DAYS - 1));
    return new EgressView(
        account,
        today,
        days.stream().filter(one -> one.day().equals(today)).mapToLong(EgressDay::bytes).sum(),
        own.isPresent() ? own.get().bytesPerDay() : properties.limit(),
        own.isPresent() ? "account" : "settings",
        today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
        days);
  }

  private static ProblemException unknown() {
    return ProblemException.notFound("account", "with this id");
  }
}
