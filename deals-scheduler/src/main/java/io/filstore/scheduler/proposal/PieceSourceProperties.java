package io.filstore.scheduler.proposal;

import java.util.HexFormat;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The tokens that let providers download pieces.
 *
 * @param tokenKey HMAC key, hex of 32 bytes or more, the same as the retrieval server's, no default
 *     (FILSTORE_PIECE_TOKEN_KEY)
 */
@ConfigurationProperties("filstore.piece")
record PieceSourceProperties(String tokenKey) {

  private static final int MIN_HEX = 64;

  PieceSourceProperties {
    if (tokenKey == null || tokenKey.length() < MIN_HEX || !tokenKey.matches("([0-9a-fA-F]{2})+")) {
      throw new IllegalArgumentException(
          "FILSTORE_PIECE_TOKEN_KEY must be the hex of at least 32 bytes");
    }
  }

  byte[] key() {
    return HexFormat.of().parseHex(tokenKey);
  }

  /** The key must not reach a log. */
  @Override
  public String toString() {
    return "PieceSourceProperties[]";
  }
}
