package io.filstore.gateway.upload;

import io.filstore.gateway.account.Caller;
import io.filstore.gateway.idempotency.IdempotencyKey;
import io.filstore.gateway.idempotency.StoredAnswer;
import io.filstore.gateway.paging.Cursor;
import io.filstore.gateway.paging.Page;
import io.filstore.gateway.paging.PageRequest;
import io.filstore.gateway.policy.SettingsPolicy;
import io.filstore.gateway.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Uploads over HTTP. */
@Tag(name = "uploads")
@RestController
@RequestMapping("/api/v1/uploads")
final class UploadController {
  private static final String LIST = "uploads";
  private static final String ENTRIES = "entries";

  /** The form, for the API's description. */
  private record FormBody(
      @Schema(type = "string", format = "binary") List<String> file,
      @Nullable String name,
      @Nullable Boolean wrap) {}

  private final UploadReception reception;
  private final OwnUploads uploads;
  private final SettingsPolicy policy;

  UploadController(UploadReception reception, OwnUploads uploads, SettingsPolicy policy) {
    this.reception = reception;
    this.uploads = uploads;
    this.policy = policy;
  }

  @Operation(
      summary = "Upload files",
      description =
          "multipart/form-data with one or many files, whose filename is a path relative to the upload (fields: name, wrap); "
              + "application/octet-stream with ?name=, X-File-Name or Content-Disposition; or application/vnd.ipld.car, version 1 or 2, "
              + "whose blocks are verified and kept to the byte, complete or not, with all its roots. Streamed to disk; the answer comes "
              + "when every byte is safe. Idempotency-Key is honoured: same key and same name, wrap, paths and bytes give the "
              + "same answer again.")
  @Parameter(
      in = ParameterIn.QUERY,
      name = "name",
      description = "Name of the upload; for a plain body the path of the file")
  @Parameter(
      in = ParameterIn.QUERY,
      name = "wrap",
      description = "false: the root is the one file itself, not a folder that holds its name",
      schema = @Schema(type = "boolean", defaultValue = "true"))
  @Parameter(
      in = ParameterIn.QUERY,
      name = "policy",
      description = "One of the account's policies; without one the installation's settings count")
  @Parameter(
      in = ParameterIn.QUERY,
      name = "visibility",
      description = "public: anybody may read the content by its CIDs, without a key",
      schema =
          @Schema(
              type = "string",
              allowableValues = {"private", "public"},
              defaultValue = "private"))
  @Parameter(in = ParameterIn.HEADER, name = IdempotencyKey.HEADER)
  @Parameter(in = ParameterIn.HEADER, name = "Content-Digest", description = "RFC 9530, sha-256")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = "multipart/form-data",
            schema = @Schema(implementation = FormBody.class)),
        @Content(
            mediaType = "application/octet-stream",
            schema = @Schema(type = "string", format = "binary")),
        @Content(
            mediaType = "application/vnd.ipld.car",
            schema = @Schema(type = "string", format = "binary"))
      })
  @ApiResponse(
      responseCode = "201",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = UploadView.class)))
  @PostMapping
  ResponseEntity<byte[]> receive(@AuthenticationPrincipal Caller caller, HttpServletRequest request)
      throws IOException {
    UploadReception.Reply reply =
        reception.receive(
            caller.accountId(),
            IdempotencyKey.of(request.getHeader(IdempotencyKey.HEADER)),
            UploadHead.of(request),
            request.getInputStream());
    StoredAnswer answer = reply.answer();
    ResponseEntity.BodyBuilder response =
        ResponseEntity.status(answer.status()).contentType(MediaType.APPLICATION_JSON);
    answer.headers().forEach((name, value) -> response.header(name, value));
    if (reply.replayed()) {
      response.header(IdempotencyKey.REPLAYED, "true");
    }
    return response.body(answer.body());
  }

  @Operation(summary = "List one's own uploads, newest first")
  @GetMapping
  ResponseEntity<Page<UploadView>> list(
      @AuthenticationPrincipal Caller caller,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest page = PageRequest.of(LIST, limit, cursor);
    List<UploadRow> rows = uploads.list(caller.accountId(), page);
    Map<String, List<UploadPiece>> pieces =
        uploads.pieces(rows.stream().map(UploadRow::id).toList());
    return Page.of(
            rows,
            page,
            row -> Cursor.after(LIST, row.createdAt(), row.id()),
            row -> view(row, pieces))
        .answer();
  }

  @Operation(summary = "One upload: its CIDs, sizes and how many copies are proven")
  @GetMapping("/{id}")
  UploadView one(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    UploadRow row = own(caller, id);
    return view(row, uploads.pieces(List.of(row.id())));
  }

  @Operation(summary = "Files and folders of an upload in the order of their paths")
  @GetMapping("/{id}/entries")
  ResponseEntity<Page<EntryView>> entries(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest page = PageRequest.of(ENTRIES, limit, cursor);
    UploadRow upload = own(caller, id);
    return Page.of(
            uploads.entries(upload.id(), page),
            page,
            entry -> new Cursor(ENTRIES, upload.id(), entry.path()),
            EntryView::of)
        .answer();
  }

  private UploadRow own(Caller caller, String id) {
    return uploads
        .find(caller.accountId(), id)
        .orElseThrow(() -> ProblemException.notFound("upload", UploadPath.shown(id)));
  }

  private UploadView view(UploadRow row, Map<String, List<UploadPiece>> pieces) {
    return UploadView.of(row, pieces.getOrDefault(row.id(), List.of()), policy.replicas());
  }
}
