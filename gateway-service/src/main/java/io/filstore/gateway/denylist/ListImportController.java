package io.filstore.gateway.denylist;

import io.filstore.gateway.account.Caller;
import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Whole lists of others, for operators. */
@Tag(name = "denylist")
@RestController
final class ListImportController {
  /** Of these the reasons of its denials begin, which have room for a line number and hints. */
  private static final int MAX_REASON = 500;

  private final ListImport lists;

  ListImportController(ListImport lists) {
    this.lists = lists;
  }

  @Operation(
      summary = "Deny what a list denies",
      description =
          "A list in the compact denylist format (IPIP-383, .deny). Taken are /ipfs/CID, /ipfs/CID/* and double hashes (sha2-256, the "
              + "older ones in hex, too); !-rules take back rules of the same list that stand before them. Paths, wildcards and /ipns "
              + "cannot be denied here: the answer names each line that was not taken, with the reason. All that can be taken is, in "
              + "one transaction, or nothing. The same list again changes nothing.")
  @RequestBody(
      required = true,
      content = @Content(mediaType = "text/plain", schema = @Schema(type = "string")))
  @PostMapping("/api/v1/denylist:import")
  ImportReport take(
      @AuthenticationPrincipal Caller caller,
      @RequestParam(required = false) @Nullable String reason,
      HttpServletRequest request)
      throws IOException {
    String type = String.valueOf(request.getContentType());
    if (!type.matches("(?i)(text/[a-z0-9.+-]+|application/octet-stream)(\\s*;.*)?")) {
      throw new ProblemException(
          ProblemCode.UNSUPPORTED_MEDIA,
          "Send the list as text/plain or application/octet-stream.");
    }
    DenyFile file = DenyFile.of(bytes(request));
    String list = file.name() == null ? "a list" : "list " + file.name();
    return lists.take(file, reason == null ? list : checked(reason), caller.getName());
  }

  private static String checked(String reason) {
    if (reason.isBlank() || reason.length() > MAX_REASON) {
      throw ProblemException.invalid(
          "reason has %d characters, must have 1 to %d.".formatted(reason.length(), MAX_REASON));
    }
    return reason;
  }

  private static byte[] bytes(HttpServletRequest request) throws IOException {
    long declared = request.getContentLengthLong();
    byte[] bytes =
        declared > DenyFile.MAX_BYTES
            ? new byte[0]
            : request.getInputStream().readNBytes(DenyFile.MAX_BYTES + 1);
    if (Math.max(declared, bytes.length) > DenyFile.MAX_BYTES) {
      throw new ProblemException(
              ProblemCode.TOO_LARGE,
              "The list has %d bytes or more, at most %d are read; send it in parts."
                  .formatted(Math.max(declared, bytes.length), DenyFile.MAX_BYTES))
          .with("max_bytes", DenyFile.MAX_BYTES);
    }
    return bytes;
  }
}
