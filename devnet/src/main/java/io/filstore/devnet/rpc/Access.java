package io.filstore.devnet.rpc;

import io.filstore.devnet.rpc.RpcConfiguration.RpcToken;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what. With a token configured: the token grants everything, no token grants read, a
 * wrong one is refused. Without one everybody may do everything: the money is play money and the
 * server listens on loopback by default.
 */
final class Access {
  private final RpcToken token;

  Access(RpcToken token) {
    this.token = token;
  }

  /**
   * The permission that a request carries, or empty when it has to be answered with HTTP 401.
   *
   * @param authorization the header, or null
   * @param query the {@code token} parameter, or null
   */
  Optional<Permission> of(@Nullable String authorization, @Nullable String query) {
    if (!token.isNeeded()) {
      return Optional.of(Permission.ADMIN);
    }
    if (authorization == null && query == null) {
      return Optional.of(Permission.READ);
    }
    boolean held =
        authorization == null
            ? query != null && token.isEqualTo(query)
            : token.isHeldBy(authorization);
    return held ? Optional.of(Permission.ADMIN) : Optional.empty();
  }
}
