package io.filstore.gateway.share;

import io.filstore.db.share.Share;
import io.filstore.db.share.ShareText;
import io.filstore.db.share.Shares;
import io.filstore.db.upload.Upload;
import io.filstore.db.upload.Uploads;
import io.filstore.gateway.account.Caller;
import io.filstore.gateway.account.SecretHashing;
import io.filstore.gateway.edge.JsonBody;
import io.filstore.gateway.idempotency.IdempotencyKey;
import io.filstore.gateway.idempotency.RevealOnce;
import io.filstore.gateway.paging.Cursor;
import io.filstore.gateway.paging.Page;
import io.filstore.gateway.paging.PageRequest;
import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
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

/** Links to uploads over HTTP. */
@Tag(name = "shares")
@RestController
@RequestMapping("/api/v1/uploads/{upload}/shares")
final class ShareController {
  private static final String LIST = "shares";

  /** Links of one upload that are in force at a time. */
  private static final int MOST = 1000;

  private final Uploads uploads;
  private final Shares shares;
  private final SecretHashing hashing;
  private final RevealOnce reveal;
  private final JsonBody body;
  private final JsonMapper json;
  private final Clock clock;

  ShareController(
      Uploads uploads,
      Shares shares,
      SecretHashing hashing,
      RevealOnce reveal,
      JsonBody body,
      JsonMapper json,
      Clock clock) {
    this.uploads = uploads;
    this.shares = shares;
    this.hashing = hashing;
    this.reveal = reveal;
    this.body = body;
    this.json = json;
    this.clock = clock;
  }

  @Operation(
      summary = "Make a link that opens the upload's content to whoever has it",
      description =
          "The token is in this answer only; it goes to the retrieval server as ?share= or as Authorization: Bearer, and opens "
              + "the CIDs and pieces of this upload and nothing else. It is good for a week, or for expires_in seconds, a year at "
              + "most. An answer that is replayed under an Idempotency-Key is without it.")
  @RequestBody(
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = NewShare.class)))
  @ApiResponse(
      responseCode = "201",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = ShareView.class)))
  @PostMapping
  ResponseEntity<byte[]> make(
      @AuthenticationPrincipal Caller caller,
      @PathVariable("upload") String id,
      HttpServletRequest request)
      throws IOException {
    Upload upload = own(caller, id);
    byte[] bytes = body.bytes(request);
    NewShare wanted = body.read(bytes, NewShare.class);
    String name = wanted.checkedName();
    Instant expires = clock.instant().plus(wanted.checkedTime());
    return reveal.answer(
        caller.accountId(),
        IdempotencyKey.of(request.getHeader(IdempotencyKey.HEADER)),
        "POST " + request.getRequestURI(),
        bytes,
        () -> write(caller, upload, name, expires));
  }

  private RevealOnce.Made write(
      Caller caller, Upload upload, @Nullable String name, Instant expires) {
    ShareText text = ShareText.generate();
    byte[] hash = hashing.hash(text.secret());
    if (!shares.add(text.id(), upload.id(), name, hash, caller.getName(), expires, MOST)) {
      throw new ProblemException(
          ProblemCode.QUOTA_EXCEEDED,
          "The upload has %d links in force, which is the most; revoke some.".formatted(MOST));
    }
    ShareView view = ShareView.of(shares.find(upload.id(), text.id()).orElseThrow());
    return new RevealOnce.Made(
        201,
        Map.of("Location", "/api/v1/uploads/" + upload.id() + "/shares/" + text.id()),
        json.writeValueAsBytes(view),
        json.writeValueAsBytes(view.revealing(text.reveal(), upload.payloadCid())));
  }

  @Operation(summary = "List the upload's links, oldest first, ended ones too; never their tokens")
  @GetMapping
  ResponseEntity<Page<ShareView>> list(
      @AuthenticationPrincipal Caller caller,
      @PathVariable("upload") String id,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest page = PageRequest.of(LIST, limit, cursor);
    Upload upload = own(caller, id);
    Instant time = page.after().map(after -> after.time().toInstant()).orElse(Instant.EPOCH);
    String behind = page.after().map(Cursor::second).orElse("");
    return Page.of(
            shares.of(upload.id(), time, behind, page.rowsToRead()),
            page,
            row -> Cursor.after(LIST, row.createdAt(), row.id()),
            ShareView::of)
        .answer();
  }

  @Operation(summary = "One link, without its token")
  @GetMapping("/{share}")
  ShareView one(
      @AuthenticationPrincipal Caller caller,
      @PathVariable("upload") String id,
      @PathVariable String share) {
    Share row = shares.find(own(caller, id).id(), share).orElseThrow(ShareController::unknown);
    return ShareView.of(row);
  }

  @Operation(summary = "End a link, at once and for good")
  @ApiResponse(responseCode = "204")
  @DeleteMapping("/{share}")
  ResponseEntity<Void> revoke(
      @AuthenticationPrincipal Caller caller,
      @PathVariable("upload") String id,
      @PathVariable String share) {
    if (!shares.revoke(own(caller, id).id(), share)) {
      throw unknown();
    }
    return ResponseEntity.noContent().build();
  }

  private Upload own(Caller caller, String id) {
    return uploads
        .find(id)
        .filter(upload -> upload.accountId().equals(caller.accountId()))
        .orElseThrow(() -> ProblemException.notFound("upload", "with this id"));
  }

  private static ProblemException unknown() {
    return ProblemException.notFound("link", "with this id");
  }
}
