package io.filstore.scheduler.proposal;

import io.filstore.piece.PieceCid;
import io.filstore.piece.PieceToken;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;

/** Where a provider downloads a piece, and the token that lets it. */
final class PieceSource {

  /** Longer than any offer lives: providers come back for a piece when a sector fails. */
  private static final Duration TOKEN_LIFE = Duration.ofDays(120);

  private final URI baseUrl;
  private final byte[] tokenKey;
  private final Clock clock;

  PieceSource(URI baseUrl, byte[] tokenKey, Clock clock) {
    this.baseUrl = baseUrl;
    this.tokenKey = tokenKey.clone();
    this.clock = clock;
  }

  URI url(PieceCid piece) {
    String base = baseUrl.toString();
    String slash = base.endsWith("/") ? "" : "/";
    return URI.create(base + slash + "piece/" + piece.v1());
  }

  String token(PieceCid piece, String provider) {
    return PieceToken.sign(tokenKey, piece, provider, clock.instant().plus(TOKEN_LIFE)).reveal();
  }
}
