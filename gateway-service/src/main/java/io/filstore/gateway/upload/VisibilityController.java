package io.filstore.gateway.upload;

import io.filstore.db.event.EventLog;
import io.filstore.db.upload.Uploads;
import io.filstore.gateway.account.Caller;
import io.filstore.gateway.edge.JsonBody;
import io.filstore.gateway.policy.SettingsPolicy;
import io.filstore.gateway.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Makes uploads public or private again. */
@Tag(name = "uploads")
@RestController
@RequestMapping("/api/v1/uploads/{id}")
final class VisibilityController {
  private final OwnUploads own;
  private final Uploads uploads;
  private final EventLog events;
  private final TransactionTemplate transaction;
  private final SettingsPolicy policy;
  private final JsonBody body;

  VisibilityController(
      OwnUploads own,
      Uploads uploads,
      EventLog events,
      TransactionTemplate transaction,
      SettingsPolicy policy,
      JsonBody body) {
    this.own = own;
    this.uploads = uploads;
    this.events = events;
    this.transaction = transaction;
    this.policy = policy;
    this.body = body;
  }

  private record Change(
      @Schema(allowableValues = {"private", "public"}) @Nullable String visibility) {}

  /** Data of {@code upload.visibility_changed}. */
  private record Changed(String upload, String visibility) {}

  @Operation(
      summary = "Make an upload public or private",
      description =
          "Of a public one anybody may read the content by its CIDs, without a key. What caches took while it was public they "
              + "may keep.")
  @RequestBody(
      content =
          @Content(mediaType = "application/json", schema = @Schema(implementation = Change.class)))
  @PatchMapping
  UploadView change(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest request)
      throws IOException {
    String wanted = Visibility.checked(body.read(body.bytes(request), Change.class).visibility());
    transaction.executeWithoutResult(_ -> {
      if (uploads.show(caller.accountId(), id, wanted)) {
        events.append("upload.visibility_changed", id, new Changed(id, wanted));
      }
    });
    UploadRow row =
        own.find(caller.accountId(), id)
            .orElseThrow(() -> ProblemException.notFound("upload", UploadPath.shown(id)));
    return UploadView.of(
        row, own.pieces(List.of(id)).getOrDefault(id, List.of()), policy.replicas());
  }
}
