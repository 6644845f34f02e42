package io.filstore.gateway.denylist;

import io.filstore.db.denylist.Denial;
import io.filstore.db.denylist.Denials;
import io.filstore.db.event.EventLog;
import io.filstore.gateway.account.Caller;
import io.filstore.gateway.edge.JsonBody;
import io.filstore.gateway.paging.Cursor;
import io.filstore.gateway.paging.Page;
import io.filstore.gateway.paging.PageRequest;
import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import io.filstore.ids.IdKind;
import io.filstore.multiformats.Multihash;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The denylist over HTTP, for operators. It is one for the installation, not for an account. */
@Tag(name = "denylist")
@RestController
@RequestMapping("/api/v1/denylist")
final class DenylistController {
  private static final String LIST = "denylist";

  /** Each retrieval server keeps them in memory, at about 150 bytes. */
  static final long MOST_IN_FORCE = 100_000;

  private final Denials denials;
  private final EventLog events;
  private final TransactionTemplate transaction;
  private final JsonBody body;

  DenylistController(
      Denials denials, EventLog events, TransactionTemplate transaction, JsonBody body) {
    this.denials = denials;
    this.events = events;
    this.transaction = transaction;
    this.body = body;
  }

  /**
   * Data of {@code content.blocked} and {@code content.unblocked}.
   *
   * @param by id of the API key
   */
  private record Decided(String denial, String cid, String reason, String by) {}

  @Operation(
      summary = "Deny content or a piece to everybody",
      description =
          "Every CID of the same bytes is meant. Within seconds every retrieval server refuses the CID and each path through it "
              + "with 451, and with it a CAR of which it is the root or the piece, and a piece that holds it; indexers are no longer "
              + "told of such a CAR. What caches took before they may keep.")
  @RequestBody(
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = NewDenial.class)))
  @ApiResponse(responseCode = "201")
  @PostMapping
  ResponseEntity<Denial> deny(@AuthenticationPrincipal Caller caller, HttpServletRequest request)
      throws IOException {
    NewDenial wanted = body.read(body.bytes(request), NewDenial.class);
    Multihash hash = wanted.checkedHash();
    String cid = String.valueOf(wanted.cid());
    String reason = wanted.checkedReason();
    String id = IdKind.DENIAL.next();
    transaction.executeWithoutResult(_ -> {
      requireRoom();
      if (!denials.add(id, cid, hash, reason, caller.getName())) {
        throw new ProblemException(ProblemCode.CONFLICT, "This is denied already.");
      }
      events.append("content.blocked", id, new Decided(id, cid, reason, caller.getName()));
    });
    return ResponseEntity.created(URI.create("/api/v1/denylist/" + id)).body(known(id));
  }

  private void requireRoom() {
    long count = denials.count();
    if (count >= MOST_IN_FORCE) {
      throw new ProblemException(
              ProblemCode.CONFLICT,
              "%d denials are in force, at most %d may be: lift some that are not needed."
                  .formatted(count, MOST_IN_FORCE))
          .with("limit", MOST_IN_FORCE);
    }
  }

  @Operation(
      summary = "List denials, oldest first, lifted ones too",
      description = "With cid those that mean it only, in whatever form they were made.")
  @GetMapping
  ResponseEntity<Page<Denial>> list(
      @RequestParam(required = false) @Nullable String cid,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest page = PageRequest.of(LIST, limit, cursor);
    Instant time = page.after().map(after -> after.time().toInstant()).orElse(Instant.EPOCH);
    String behind = page.after().map(Cursor::second).orElse("");
    Multihash hash = cid == null ? null : NewDenial.hash(cid);
    return Page.of(
            denials.list(hash, time, behind, page.rowsToRead()),
            page,
            row -> Cursor.after(LIST, row.createdAt(), row.id()),
            Function.identity())
        .answer();
  }

  @Operation(summary = "One denial")
  @GetMapping("/{id}")
  Denial one(@PathVariable String id) {
    return known(id);
  }

  @Operation(summary = "Lift a denial; its record stays")
  @ApiResponse(responseCode = "204")
  @DeleteMapping("/{id}")
  ResponseEntity<Void> lift(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    Denial denial = known(id);
    transaction.executeWithoutResult(_ -> {
      if (denials.lift(id, caller.getName())) {
        events.append(
            "content.unblocked",
            id,
            new Decided(id, denial.cid(), denial.reason(), caller.getName()));
      }
    });
    return ResponseEntity.noContent().build();
  }

  private Denial known(String id) {
    return denials.find(id).orElseThrow(() -> ProblemException.notFound("denial", "with this id"));
  }
}
