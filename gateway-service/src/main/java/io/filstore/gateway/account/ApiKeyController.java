package io.filstore.gateway.account;

import io.filstore.db.account.ApiKey;
import io.filstore.db.account.ApiKeys;
import io.filstore.gateway.edge.JsonBody;
import io.filstore.gateway.idempotency.IdempotencyKey;
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
import java.util.Comparator;
import java.util.List;
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

/** The keys of one's own account, for its admins. */
@Tag(name = "api-keys")
@RestController
@RequestMapping("/api/v1/api-keys")
final class ApiKeyController {
  private static final String LIST = "api-keys";
  private static final Comparator<ApiKey> OLDEST_FIRST =
      Comparator.comparing(ApiKey::createdAt).thenComparing(ApiKey::id);

  private final ApiKeys keys;
  private final ApiKeyIssue issue;
  private final JsonBody body;

  ApiKeyController(ApiKeys keys, ApiKeyIssue issue, JsonBody body) {
    this.keys = keys;
    this.issue = issue;
    this.body = body;
  }

  @Operation(
      summary = "Make a key",
      description =
          "The whole key is in this answer only. An answer that is replayed under an Idempotency-Key is without it, because the "
              + "secret is stored nowhere.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = NewApiKey.class)))
  @ApiResponse(
      responseCode = "201",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = ApiKeyView.class)))
  @PostMapping
  ResponseEntity<byte[]> make(@AuthenticationPrincipal Caller caller, HttpServletRequest request)
      throws IOException {
    byte[] bytes = body.bytes(request);
    return issue.issue(
        caller,
        IdempotencyKey.of(request.getHeader(IdempotencyKey.HEADER)),
        bytes,
        body.read(bytes, NewApiKey.class));
  }

  @Operation(summary = "List the account's keys, oldest first, revoked ones too")
  @GetMapping
  ResponseEntity<Page<ApiKeyView>> list(
      @AuthenticationPrincipal Caller caller,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest page = PageRequest.of(LIST, limit, cursor);
    List<ApiKey> rows =
        keys.of(caller.accountId()).stream()
            .sorted(OLDEST_FIRST)
            .filter(key -> page.after().map(after -> isAfter(key, after)).orElse(true))
            .limit(page.rowsToRead())
            .toList();
    return Page.of(rows, page, key -> Cursor.after(LIST, key.createdAt(), key.id()), ApiKeyView::of)
        .answer();
  }

  @Operation(summary = "Revoke a key for good")
  @ApiResponse(responseCode = "204")
  @DeleteMapping("/{id}")
  ResponseEntity<Void> revoke(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    boolean known =
        keys.revoke(caller.accountId(), id)
            || keys.of(caller.accountId()).stream().anyMatch(key -> key.id().equals(id));
    if (!known) {
      throw ProblemException.notFound("API key", "with this id");
    }
    return ResponseEntity.noContent().build();
  }

  private static boolean isAfter(ApiKey key, Cursor after) {
    int byTime = key.createdAt().compareTo(after.time().toInstant());
    return byTime > 0 || byTime == 0 && key.id().compareTo(after.second()) > 0;
  }
}
