package io.filstore.gateway.deal;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where CARs are fetched that are brought to providers by hand.
 *
 * @param pieceBaseUrl the retrieval server (PIECE_BASE_URL)
 */
@ConfigurationProperties("filstore.gateway.delivery")
record DeliveryProperties(URI pieceBaseUrl) {

  URI urlOf(String pieceCid) {
    String base = pieceBaseUrl.toString();
    return URI.create(base + (base.endsWith("/") ? "" : "/") + "piece/" + pieceCid);
  }
}
