package io.filstore.devnet.rpc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what. With a token configured: the token grants everything, no token grants read, a
 * wrong one is refused. Without one everybody may do everything: the money is play money and the
 * server listens on loopback by default.
 */
final class Access {
  private static final String BEARER = "Bearer ";

  private final String token;

  Access(String token) {
    this.token = token;
  }

  /**
   * The permission that a request carries, or empty when it has to be answered with HTTP 401.
   *
   * @param authorization the header, or null
   * @param query the {@code token} parameter, or null
   */
  Optional<Permission> of(@Nullable String authorization, @Nullable String query) {
    if (token.isEmpty()) {
      return Optional.of(Permission.ADMIN);
    }
    if (authorization == null) {
      return query == null ? Optional.of(Permission.READ) : check(query);
    }
    return authorization.startsWith(BEARER)
        ? check(authorization.substring(BEARER.length()).strip())
        : Optional.empty();
  }

  private Optional<Permission> check(String given) {
    boolean same =
        MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    return same ? Optional.of(Permission.ADMIN) : Optional.empty();
  }
}
