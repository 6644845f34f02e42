package io.filstore.gateway.pull;

import io.filstore.gateway.account.Caller;
import io.filstore.gateway.edge.JsonBody;
import io.filstore.gateway.paging.Cursor;
import io.filstore.gateway.paging.Page;
import io.filstore.gateway.paging.PageRequest;
import io.filstore.gateway.piece.PieceText;
import io.filstore.gateway.problem.ProblemException;
import io.filstore.gateway.scheduler.Scheduler;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What providers may have of us. The scheduler decides; here is only whose key it is. */
@Tag(name = "providers' side")
@RestController
final class PullController {
  private static final String OFFERS = "offers";

  private final Scheduler scheduler;
  private final JsonBody body;
  private final JsonMapper json;

  PullController(Scheduler scheduler, JsonBody body, JsonMapper json) {
    this.scheduler = scheduler;
    this.body = body;
    this.json = json;
  }

  @Operation(
      summary = "Pieces that still want a copy and that the provider of the key may have",
      description =
          "Sizes are padded bytes. A page may have fewer offers than its limit and a next page all the same.")
  @GetMapping("/api/v1/sp/offers")
  ResponseEntity<Page<JsonNode>> offers(
      @AuthenticationPrincipal Caller caller,
      @RequestParam(name = "min_size", required = false) @Nullable Long minSize,
      @RequestParam(name = "max_size", required = false) @Nullable Long maxSize,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest page = PageRequest.of(OFFERS, limit, cursor);
    Map<String, @Nullable String> query = new HashMap<>();
    query.put("provider", caller.provider());
    query.put("min_size", text("min_size", minSize));
    query.put("max_size", text("max_size", maxSize));
    query.put("after", page.after().map(Cursor::first).orElse(null));
    query.put("limit", Integer.toString(page.limit()));
    JsonNode answer = scheduler.get(query, OFFERS).body();
    List<JsonNode> offers = answer.path("data").valueStream().toList();
    String next = answer.path("next").asString("");
    return Page.upTo(offers, page, next.isEmpty() ? null : new Cursor(OFFERS, next, "")).answer();
  }

  private static @Nullable String text(String name, @Nullable Long size) {
    if (size == null) {
      return null;
    }
    if (size < 0) {
      throw ProblemException.invalid(name + " must not be negative.");
    }
    return size.toString();
  }

  @Operation(
      summary = "Take a piece: a deal with the provider of the key is planned",
      description =
          "201 with the deal; 200 with the one that the provider has of the piece already; 409 with the reason when it may not "
              + "have it.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = NewReservation.class)))
  @PostMapping("/api/v1/sp/offers/{id}:reserve")
  ResponseEntity<JsonNode> reserve(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest request)
      throws IOException {
    Map<String, Object> order = new HashMap<>(Map.of("provider", caller.provider()));
    Long sealing = wanted(request).sealingEpochs();
    if (sealing != null) {
      order.put("sealing_epochs", sealing);
    }
    Scheduler.Answer answer =
        scheduler.post(json.writeValueAsBytes(order), OFFERS, PieceText.v1(id) + ":reserve");
    return ResponseEntity.status(answer.status()).body(answer.body());
  }

  private NewReservation wanted(HttpServletRequest request) throws IOException {
    return request.getContentType() == null && request.getContentLengthLong() <= 0
        ? new NewReservation(null)
        : body.read(body.bytes(request), NewReservation.class);
  }
}
