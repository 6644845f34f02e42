package io.filstore.gateway.policy;

import io.filstore.db.policy.Policy;
import io.filstore.gateway.account.Caller;
import io.filstore.gateway.edge.JsonBody;
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
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Policies over HTTP. */
@Tag(name = "policies")
@RestController
@RequestMapping("/api/v1/policies")
final class PolicyController {
  private static final String LIST = "policies";

  private final OwnPolicies own;
  private final JsonBody body;

  PolicyController(OwnPolicies own, JsonBody body) {
    this.own = own;
    this.body = body;
  }

  @Operation(
      summary = "Make a policy",
      description =
          "An upload names it with ?policy=. What its terms leave out is as in the installation's settings, which also bound it: "
              + "a policy chooses among the providers, prices and sizes that the operator allows. A piece that several uploads "
              + "share follows the policy that wants the most copies.")
  @RequestBody(
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = NewPolicy.class)))
  @ApiResponse(responseCode = "201")
  @PostMapping
  ResponseEntity<PolicyView> make(
      @AuthenticationPrincipal Caller caller, HttpServletRequest request) throws IOException {
    NewPolicy wanted = body.read(body.bytes(request), NewPolicy.class);
    Policy made = own.add(caller.accountId(), wanted.checkedName(), wanted.checkedTerms());
    return ResponseEntity.created(URI.create("/api/v1/policies/" + made.id())).body(own.view(made));
  }

  @Operation(summary = "List the account's policies, oldest first")
  @GetMapping
  ResponseEntity<Page<PolicyView>> list(
      @AuthenticationPrincipal Caller caller,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest page = PageRequest.of(LIST, limit, cursor);
    return Page.of(
            own.list(caller.accountId(), page),
            page,
            row -> Cursor.after(LIST, row.createdAt(), row.id()),
            own::view)
        .answer();
  }

  @Operation(summary = "One policy, and what of its budgets is used")
  @GetMapping("/{id}")
  PolicyView one(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    return own.view(own.own(caller.accountId(), id));
  }

  @Operation(
      summary = "Replace a policy's terms; its pieces are planned again",
      description =
          "version is the one that was read: a policy that was changed meanwhile is a conflict. Deals that are under way keep "
              + "their terms.")
  @RequestBody(
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = NewPolicy.class)))
  @PutMapping("/{id}")
  PolicyView replace(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String id,
      @RequestParam long version,
      HttpServletRequest request)
      throws IOException {
    Policy read = own.own(caller.accountId(), id);
    NewPolicy wanted = body.read(body.bytes(request), NewPolicy.class);
    if (wanted.name() != null && !wanted.name().equals(read.name())) {
      throw ProblemException.invalid("A policy keeps its name.");
    }
    if (version != read.version()) {
      throw new ProblemException(
              ProblemCode.CONFLICT,
              "The policy is at version %d, not %d: look at it and ask again."
                  .formatted(read.version(), version))
          .with("version", read.version());
    }
    return own.view(own.replace(read, wanted.checkedTerms()));
  }

  @Operation(summary = "Retire a policy: no new upload may name it, those under it keep it")
  @ApiResponse(responseCode = "204")
  @DeleteMapping("/{id}")
  ResponseEntity<Void> retire(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    own.retire(own.own(caller.accountId(), id));
    return ResponseEntity.noContent().build();
  }
}
