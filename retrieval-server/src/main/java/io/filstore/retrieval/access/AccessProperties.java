package io.filstore.retrieval.access;

import java.util.HexFormat;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Secrets that decide who may read.
 *
 * @param pieceTokenKey 32 bytes in hex; the deals scheduler signs piece tokens with the same key
 * @param apiKeyPepper the pepper under which the gateway stored the hashes of API keys
 * @param publicContent anyone may read every CID and piece, without credentials, whatever the
 *     uploads say
 */
@ConfigurationProperties("filstore.retrieval.access")
record AccessProperties(String pieceTokenKey, String apiKeyPepper, boolean publicContent) {

  AccessProperties {
    if (!pieceTokenKey.matches("[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException(
          "filstore.retrieval.access.piece-token-key (FILSTORE_PIECE_TOKEN_KEY) must be 64 hex digits");
    }
    if (apiKeyPepper.length() < 32) {
      throw new IllegalArgumentException(
          "filstore.retrieval.access.api-key-pepper (FILSTORE_API_KEY_PEPPER) must have at least 32 characters");
    }
  }

  byte[] tokenKey() {
    return HexFormat.of().parseHex(pieceTokenKey);
  }

  /** The secrets must not reach a log. */
  @Override
  public String toString() {
    return "AccessProperties[publicContent=" + publicContent + "]";
  }
}
