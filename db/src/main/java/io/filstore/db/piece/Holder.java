package io.filstore.db.piece;

import io.filstore.net.BaseUrl;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A provider that has a piece.
 *
 * @param provider its id address, {@code f0...}
 * @param baseUrl its HTTP server, perhaps with a path
 * @param peerId as the chain has it; absent when it names none
 */
public record Holder(String provider, String baseUrl, @Nullable String peerId, String pieceCidV2) {

  /**
   * Where it gives the piece out.
   *
   * @throws IllegalArgumentException when its address is no URL
   */
  public URI piece() {
    return BaseUrl.below(URI.create(baseUrl), "piece/" + pieceCidV2);
  }
}
