package io.filstore.gateway.share;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.filstore.db.share.Share;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A link as the API shows it.
 *
 * @param token the secret, in the answer that makes the link and never again
 * @param path of the retrieval server, with the token, when the upload has its CID; shown with it
 */
record ShareView(
    String id,
    String upload,
    @Nullable String name,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant revokedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String token,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String path) {

  static ShareView of(Share row) {
    return new ShareView(
        row.id(),
        row.uploadId(),
        row.name(),
        row.createdAt(),
        row.expiresAt(),
        row.revokedAt(),
        null,
        null);
  }

  ShareView revealing(String text, @Nullable String payloadCid) {
    String link = payloadCid == null ? null : "/ipfs/" + payloadCid + "?share=" + text;
    return new ShareView(id, upload, name, createdAt, expiresAt, revokedAt, text, link);
  }

  /** The token must not reach a log. */
  @Override
  public String toString() {
    return "ShareView[" + id + "]";
  }
}
