package io.filstore.gateway.schedule;

import io.filstore.db.piece.Pieces;
import io.filstore.gateway.account.Caller;
import io.filstore.gateway.edge.JsonBody;
import io.filstore.gateway.piece.PieceText;
import io.filstore.gateway.policy.OwnPolicies;
import io.filstore.gateway.problem.ProblemException;
import io.filstore.gateway.scheduler.Scheduler;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Dry run and preflight over HTTP: nothing is planned, sent or spent. */
@Tag(name = "schedules")
@RestController
final class ScheduleController {
  private final Scheduler scheduler;
  private final OwnPolicies policies;
  private final Pieces pieces;
  private final JsonBody body;
  private final JsonMapper json;

  ScheduleController(
      Scheduler scheduler, OwnPolicies policies, Pieces pieces, JsonBody body, JsonMapper json) {
    this.scheduler = scheduler;
    this.policies = policies;
    this.pieces = pieces;
    this.body = body;
    this.json = json;
  }

  @Operation(
      summary = "Who would get these pieces, which rules keep some from a place, and the cost",
      description =
          "By the rules that plan real deals, on what is known of providers now; each copy weighs on the next as a real one "
              + "would.")
  @RequestBody(
      content =
          @Content(mediaType = "application/json", schema = @Schema(implementation = DryRun.class)))
  @PostMapping("/api/v1/schedules:simulate")
  JsonNode simulate(@AuthenticationPrincipal Caller caller, HttpServletRequest request)
      throws IOException {
    DryRun run = body.read(body.bytes(request), DryRun.class);
    requireOwn(caller, run.policyId());
    return ask(run, "schedules:simulate");
  }

  @Operation(summary = "Who would get these pieces under one of the account's policies")
  @RequestBody(
      content =
          @Content(mediaType = "application/json", schema = @Schema(implementation = DryRun.class)))
  @PostMapping("/api/v1/policies/{id}:simulate")
  JsonNode simulate(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest request)
      throws IOException {
    DryRun run = body.read(body.bytes(request), DryRun.class);
    if (run.policyId() != null || run.terms() != null) {
      throw ProblemException.invalid("The policy is named by the address; the body has pieces.");
    }
    requireOwn(caller, id);
    return ask(new DryRun(run.pieces(), id, null), "schedules:simulate");
  }

  @Operation(
      summary = "Every check that a deal would meet before anything is spent",
      description =
          "Asks the provider for its terms and the chain for balances and bounds, now. ok when every check holds; each says its "
              + "numbers whether it holds or not.")
  @RequestBody(
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = Preflight.class)))
  @PostMapping("/api/v1/deals:preflight")
  JsonNode preflight(@AuthenticationPrincipal Caller caller, HttpServletRequest request)
      throws IOException {
    Preflight asked = body.read(body.bytes(request), Preflight.class);
    requireOwn(caller, asked.policyId());
    return ask(
        new Preflight(
            asked.provider(),
            ownPiece(caller, asked.pieceCid()),
            asked.paddedSize(),
            asked.policyId(),
            asked.terms()),
        "deals:preflight");
  }

  private JsonNode ask(Object question, String path) {
    return scheduler.post(json.writeValueAsBytes(question), path).body();
  }

  private void requireOwn(Caller caller, @Nullable String policyId) {
    if (policyId != null) {
      policies.own(caller.accountId(), policyId);
    }
  }

  private @Nullable String ownPiece(Caller caller, @Nullable String pieceCid) {
    if (pieceCid == null) {
      return null;
    }
    String key = PieceText.v1(pieceCid);
    if (!pieces.ownedBy(key, caller.accountId())) {
      throw ProblemException.notFound("piece", key);
    }
    return key;
  }
}
