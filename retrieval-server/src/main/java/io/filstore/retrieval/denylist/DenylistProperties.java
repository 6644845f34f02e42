package io.filstore.retrieval.denylist;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What is said of a refusal.
 *
 * @param blockedBy who refuses (RFC 7725, {@code rel="blocked-by"}); empty is this server itself
 */
@ConfigurationProperties("filstore.retrieval.denylist")
record DenylistProperties(String blockedBy) {

  DenylistProperties {
    if (!blockedBy.isEmpty() && !isWeb(blockedBy)) {
      throw new IllegalArgumentException(
          "filstore.retrieval.denylist.blocked-by (RETRIEVAL_BLOCKED_BY): "
              + blockedBy
              + " is no http or https URL");
    }
  }

  private static boolean isWeb(String text) {
    try {
      URI uri = URI.create(text);
      return uri.getHost() != null && ("" + uri.getScheme()).matches("https?");
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  /** As it stands in a {@code Link} header. */
  String entity() {
    return blockedBy.isEmpty() ? "/" : blockedBy;
  }
}
