package io.filstore.db.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The token that the services of one installation show each other as {@code Authorization: Bearer
 * <token>} (RFC 6750). It opens {@code /internal} and the metrics; its text reaches no log.
 */
public final class ServiceToken {
  /** Fewest characters of a token; a hexadecimal one of 128 bits has as many. */
  public static final int MIN_LENGTH = 32;

  private static final String SCHEME = "Bearer ";

  private final byte[] digest;

  private ServiceToken(String text) {
    this.digest = sha256(text);
  }

  /**
   * The token as configured.
   *
   * @throws IllegalArgumentException when it is too short; the message does not repeat it
   */
  public static ServiceToken of(@Nullable String text) {
    int length = text == null ? 0 : text.length();
    if (text == null || length < MIN_LENGTH) {
      throw new IllegalArgumentException(
          "FILSTORE_INTERNAL_TOKEN has %d characters, must have at least %d"
              .formatted(length, MIN_LENGTH));
    }
    return new ServiceToken(text);
  }

  /** Whether the value of an Authorization header carries this token; takes constant time. */
  public boolean admits(@Nullable String authorization) {
    return authorization != null
        && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(digest, sha256(authorization.substring(SCHEME.length()).strip()));
  }

  /** Equal lengths whatever was sent, so that the comparison does not tell the token's length. */
  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }

  @Override
  public String toString() {
    return "ServiceToken[hidden]";
  }
}
