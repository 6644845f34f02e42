package io.filstore.gateway.deal;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A CAR that is brought to a provider by hand.
 *
 * @param state {@code awaited} or {@code delivered}
 * @param urls where the CAR is fetched, with an API key of the scope {@code content:read}
 */
record DeliveryView(
    String state,
    String dealId,
    String provider,
    @Nullable String proposalKey,
    List<URI> urls,
    long carBytes,
    Checksum checksum,
    @Nullable Instant deliveredAt) {

  /**
   * What the CAR's bytes have to come to.
   *
   * @param pieceCid version 1, which the provider commits to
   * @param pieceCidV2 the same with the number of bytes
   */
  record Checksum(String algorithm, String pieceCid, String pieceCidV2) {}
}
