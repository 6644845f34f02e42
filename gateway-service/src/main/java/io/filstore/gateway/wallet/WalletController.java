package io.filstore.gateway.wallet;

import io.filstore.gateway.account.Caller;
import io.filstore.gateway.edge.JsonBody;
import io.filstore.gateway.paging.Cursor;
import io.filstore.gateway.paging.Page;
import io.filstore.gateway.paging.PageRequest;
import io.filstore.gateway.problem.ProblemException;
import io.filstore.gateway.scheduler.AskOnce;
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
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * Wallets over HTTP. They belong to the installation and not to an account, so their scopes are for
 * its operators. No answer holds a private key.
 */
@Tag(name = "wallets")
@RestController
final class WalletController {
  private static final String WALLETS = "wallets";
  private static final String ALLOCATIONS = "allocations";
  private static final String LEDGER = "ledger";
  private static final byte[] NOTHING = {'{', '}'};

  private final Scheduler scheduler;
  private final LedgerRows ledger;
  private final JsonBody body;
  private final AskOnce once;

  WalletController(Scheduler scheduler, LedgerRows ledger, JsonBody body, AskOnce once) {
    this.scheduler = scheduler;
    this.ledger = ledger;
    this.body = body;
    this.once = once;
  }

  @Operation(summary = "List the wallets: kind, what each can do and may spend")
  @GetMapping("/api/v1/wallets")
  ResponseEntity<Page<JsonNode>> list() {
    List<JsonNode> all =
        scheduler.get(Map.of(), WALLETS).body().path("data").valueStream().toList();
    PageRequest page = PageRequest.of(WALLETS, 1000, null);
    return Page.of(
            all, page, one -> new Cursor(WALLETS, one.path("address").asString(), ""), one -> one)
        .answer();
  }

  @Operation(summary = "One wallet")
  @GetMapping("/api/v1/wallets/{address}")
  JsonNode one(@PathVariable String address) {
    return scheduler.get(Map.of(), WALLETS, address).body();
  }

  @Operation(
      summary = "Add a wallet",
      description =
          "A key as `lotus wallet export` prints it, an address whose key the remote signer holds, or an address that is only "
              + "watched. The same import twice adds one wallet; the key is in no answer.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = NewWallet.class)))
  @PostMapping("/api/v1/wallets:import")
  ResponseEntity<JsonNode> add(@AuthenticationPrincipal Caller caller, HttpServletRequest request)
      throws IOException {
    byte[] bytes = body.bytes(request);
    body.read(bytes, NewWallet.class);
    return once.ask(caller, request, bytes, () -> scheduler.post(bytes, "wallets:import"));
  }

  @Operation(
      summary = "Limit what one message and the messages of one hour may cost",
      description = "Replaces the limits; a member that is absent or null is no limit.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = NewLimits.class)))
  @PutMapping("/api/v1/wallets/{address}/limits")
  ResponseEntity<JsonNode> limit(@PathVariable String address, HttpServletRequest request)
      throws IOException {
    byte[] bytes = body.bytes(request);
    body.read(bytes, NewLimits.class);
    return answer(scheduler.put(bytes, WALLETS, address, "limits"));
  }

  @Operation(summary = "Money, escrow and DataCap of a wallet, as the chain has them now")
  @GetMapping("/api/v1/wallets/{address}/balances")
  JsonNode balances(@PathVariable String address) {
    return scheduler.get(Map.of(), WALLETS, address, "balances").body();
  }

  @Operation(summary = "List a wallet's allocations by id: pending, expired or claimed")
  @GetMapping("/api/v1/wallets/{address}/allocations")
  ResponseEntity<Page<JsonNode>> allocations(
      @PathVariable String address,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest page = PageRequest.of(ALLOCATIONS, limit, cursor);
    Map<String, @Nullable String> query = new HashMap<>();
    query.put("state", state);
    query.put("limit", Integer.toString(Math.min(page.rowsToRead(), 1000)));
    query.put("after", page.after().map(after -> Long.toString(after.number())).orElse(null));
    List<JsonNode> rows =
        scheduler
            .get(query, WALLETS, address, ALLOCATIONS)
            .body()
            .path("data")
            .valueStream()
            .toList();
    return Page.of(
            rows, page, one -> new Cursor(ALLOCATIONS, one.path("id").asString(), ""), one -> one)
        .answer();
  }

  @Operation(
      summary = "Take back the DataCap of expired allocations",
      description =
          "202 while the message is on its way: asking again gives the same one. 200 with the state `nothing` when nothing is "
              + "expired for good.")
  @PostMapping("/api/v1/wallets/{address}/allocations:reclaim")
  ResponseEntity<JsonNode> reclaim(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String address,
      HttpServletRequest request) {
    return once.ask(
        caller,
        request,
        NOTHING,
        () -> scheduler.post(NOTHING, WALLETS, address, "allocations:reclaim"));
  }

  @Operation(summary = "Every movement of a wallet's DataCap and money, newest first")
  @GetMapping("/api/v1/wallets/{address}/ledger")
  ResponseEntity<Page<LedgerRows.Entry>> ledger(
      @PathVariable String address,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest page = PageRequest.of(LEDGER, limit, cursor);
    if (!ledger.exists(address)) {
      throw ProblemException.notFound("wallet", "with this address");
    }
    return Page.of(
            ledger.list(address, page),
            page,
            entry -> Cursor.after(LEDGER, entry.at(), entry.id()),
            entry -> entry)
        .answer();
  }

  private static ResponseEntity<JsonNode> answer(Scheduler.Answer answer) {
    return ResponseEntity.status(answer.status()).body(answer.body());
  }
}
