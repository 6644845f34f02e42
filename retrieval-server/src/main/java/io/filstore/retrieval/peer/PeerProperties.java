package io.filstore.retrieval.peer;

import java.net.URI;
import java.util.HexFormat;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who this server is to the world.
 *
 * @param key seed of the ed25519 key, 32 bytes in hex
 * @param publicUrl where readers reach it; empty for {@code pieceBaseUrl}
 * @param pieceBaseUrl where providers reach it
 */
@ConfigurationProperties("filstore.retrieval.peer")
record PeerProperties(String key, String publicUrl, String pieceBaseUrl) {

  PeerProperties {
    if (!key.matches("[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException(
          "filstore.retrieval.peer.key (FILSTORE_IPNI_KEY) must be 64 hex digits");
    }
  }

  byte[] seed() {
    return HexFormat.of().parseHex(key);
  }

  URI url() {
    String url = publicUrl.isBlank() ? pieceBaseUrl : publicUrl;
    try {
      return URI.create(url.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "filstore.retrieval.peer.public-url (RETRIEVAL_PUBLIC_URL) is no URL", e);
    }
  }

  /** The key must not reach a log. */
  @Override
  public String toString() {
    return "PeerProperties[publicUrl=" + publicUrl + ", pieceBaseUrl=" + pieceBaseUrl + "]";
  }
}
