package io.filstore.gateway.webhook;

import io.filstore.db.webhook.DeadLetter;
import io.filstore.db.webhook.Webhook;
import io.filstore.db.webhook.Webhooks;
import io.filstore.gateway.account.Caller;
import io.filstore.gateway.edge.JsonBody;
import io.filstore.gateway.idempotency.IdempotencyKey;
import io.filstore.gateway.idempotency.RevealOnce;
import io.filstore.gateway.paging.Cursor;
import io.filstore.gateway.paging.Page;
import io.filstore.gateway.paging.PageRequest;
import io.filstore.gateway.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The webhooks of one's own account, for its admins. */
@Tag(name = "webhooks")
@RestController
@RequestMapping("/api/v1/webhooks")
final class WebhookController {
  private static final String LIST = "webhooks";
  private static final String DEAD_LETTERS = "dead-letters";

  private final OwnWebhooks own;
  private final Webhooks webhooks;
  private final RevealOnce reveal;
  private final JsonBody body;
  private final JsonMapper json;

  WebhookController(
      OwnWebhooks own, Webhooks webhooks, RevealOnce reveal, JsonBody body, JsonMapper json) {
    this.own = own;
    this.webhooks = webhooks;
    this.reveal = reveal;
    this.body = body;
    this.json = json;
  }

  @Operation(
      summary = "Have the account's events called out, from now on",
      description =
          "Signed as Standard Webhooks say. The secret is in this answer only; one that is replayed under an Idempotency-Key is "
              + "without it.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = NewWebhook.class)))
  @ApiResponse(
      responseCode = "201",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = WebhookView.class)))
  @PostMapping
  ResponseEntity<byte[]> make(@AuthenticationPrincipal Caller caller, HttpServletRequest request)
      throws IOException {
    byte[] bytes = body.bytes(request);
    WebhookTerms terms = own.check(body.read(bytes, NewWebhook.class));
    return reveal.answer(
        caller.accountId(),
        key(request),
        "POST /api/v1/webhooks",
        bytes,
        () -> made(201, own.add(caller.accountId(), terms), terms.secret()));
  }

  @Operation(summary = "List the account's webhooks, oldest first")
  @GetMapping
  ResponseEntity<Page<WebhookView>> list(
      @AuthenticationPrincipal Caller caller,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest page = PageRequest.of(LIST, limit, cursor);
    return Page.of(
            webhooks.of(
                caller.accountId(),
                page.after().map(after -> after.time().toInstant()).orElse(null),
                page.after().map(Cursor::second).orElse(""),
                page.rowsToRead()),
            page,
            row -> Cursor.after(LIST, row.createdAt(), row.id()),
            WebhookView::of)
        .answer();
  }

  @Operation(summary = "One webhook and how it fares")
  @GetMapping("/{id}")
  WebhookView one(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    return WebhookView.of(own.one(caller.accountId(), id));
  }

  @Operation(summary = "End a webhook and destroy its secrets")
  @ApiResponse(responseCode = "204")
  @DeleteMapping("/{id}")
  ResponseEntity<Void> delete(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    own.delete(caller.accountId(), id);
    return ResponseEntity.noContent().build();
  }

  @Operation(
      summary = "Make a new secret",
      description =
          "Deliveries carry a signature by each secret until the earlier ones end, after overlap_s seconds (one day, 0 to end "
              + "them at once).")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = Rotation.class)))
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = WebhookView.class)))
  @PostMapping("/{id}:rotate")
  ResponseEntity<byte[]> rotate(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest request)
      throws IOException {
    byte[] bytes = request.getContentType() == null ? new byte[0] : body.bytes(request);
    Rotation wanted =
        bytes.length == 0 ? new Rotation(null, null) : body.read(bytes, Rotation.class);
    return reveal.answer(
        caller.accountId(),
        key(request),
        "POST " + request.getRequestURI(),
        bytes,
        () -> {
          WebhookSecret secret = own.rotate(caller.accountId(), id, wanted);
          return made(200, own.one(caller.accountId(), id), secret);
        });
  }

  @Operation(summary = "Take a webhook up again that was disabled, where it was")
  @PostMapping("/{id}:enable")
  WebhookView enable(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    return WebhookView.of(own.enable(caller.accountId(), id));
  }

  @Operation(summary = "Have every event after a number delivered again")
  @ApiResponse(responseCode = "202")
  @PostMapping("/{id}:replay")
  ResponseEntity<WebhookView> replay(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestParam long after) {
    if (after < 0) {
      throw ProblemException.invalid("after must be the number of an event, 0 or above.");
    }
    own.replay(caller.accountId(), id, after);
    return ResponseEntity.accepted().body(WebhookView.of(own.one(caller.accountId(), id)));
  }

  @Operation(
      summary = "Have an event webhook.test delivered to this webhook alone",
      description =
          "The webhook shows how it went: last_success_at, or last_failure_at and last_error.")
  @ApiResponse(responseCode = "202")
  @PostMapping("/{id}:test")
  ResponseEntity<WebhookView> test(
      @AuthenticationPrincipal Caller caller, @PathVariable String id) {
    own.test(caller.accountId(), id);
    return ResponseEntity.accepted().body(WebhookView.of(own.one(caller.accountId(), id)));
  }

  @Operation(summary = "List what was given up, in the order of events")
  @GetMapping("/{id}/dead-letters")
  ResponseEntity<Page<DeadLetter>> deadLetters(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest page = PageRequest.of(DEAD_LETTERS, limit, cursor);
    Webhook webhook = own.one(caller.accountId(), id);
    long after = page.after().map(Cursor::number).orElse(0L);
    return Page.of(
            webhooks.deadLetters(webhook.id(), after, page.rowsToRead()),
            page,
            (DeadLetter row) -> new Cursor(DEAD_LETTERS, Long.toString(row.eventSeq()), ""),
            row -> row)
        .answer();
  }

  private RevealOnce.Made made(int status, Webhook row, WebhookSecret secret) {
    return new RevealOnce.Made(
        status,
        Map.of("Location", "/api/v1/webhooks/" + row.id()),
        json.writeValueAsBytes(WebhookView.of(row)),
        json.writeValueAsBytes(WebhookView.of(row, secret)));
  }

  private static Optional<IdempotencyKey> key(HttpServletRequest request) {
    return IdempotencyKey.of(request.getHeader(IdempotencyKey.HEADER));
  }
}
