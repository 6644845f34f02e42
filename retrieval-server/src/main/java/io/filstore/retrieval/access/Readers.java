package io.filstore.retrieval.access;

import io.filstore.db.account.ApiKey;
import io.filstore.db.account.ApiKeyText;
import io.filstore.db.account.ApiKeys;
import io.filstore.db.share.ShareText;
import io.filstore.db.share.Shares;
import io.filstore.multiformats.FormatException;
import io.filstore.piece.PieceCid;
import io.filstore.piece.PieceToken;
import io.filstore.retrieval.bytes.ContentAnswer;
import io.filstore.retrieval.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Tells who asks, from the {@code Authorization} header or the token of a link in the query. */
@Component
public class Readers {

  private static final String BEARER = "bearer ";
  private static final String SCOPE = "content:read";

  private final ApiKeys apiKeys;
  private final Shares shares;
  private final AccessProperties properties;
  private final byte[] tokenKey;
  private final Clock clock;

  Readers(ApiKeys apiKeys, Shares shares, AccessProperties properties, Clock clock) {
    this.apiKeys = apiKeys;
    this.shares = shares;
    this.properties = properties;
    this.tokenKey = properties.tokenKey();
    this.clock = clock;
  }

  /** Refuses with 401 what is wrong, with 403 a key that may not read content. */
  public Reader of(HttpServletRequest request) {
    String share = request.getParameter(ContentAnswer.SHARE);
    if (share != null) {
      return link(share);
    }
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      return new Reader.Anyone(properties.publicContent());
    }
    if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw Problem.unauthenticated("Only the Bearer scheme is known here.").exception();
    }
    String credentials = header.substring(BEARER.length()).strip();
    if (ShareText.isMeantBy(credentials)) {
      return link(credentials);
    }
    return credentials.startsWith("fsk_") ? account(credentials) : provider(credentials);
  }

  /** Whether the provider's token is good for this piece now. */
  public boolean allows(Reader.Provider provider, PieceCid piece) {
    return provider.token().allows(tokenKey, piece, clock.instant());
  }

  /** One answer for what has ended and what never was. */
  private Reader link(String token) {
    return ShareText.parse(token)
        .flatMap(text -> shares.open(text.id(), text.hash(properties.apiKeyPepper())))
        .map(share -> new Reader.Link(share.uploadId(), share.accountId()))
        .orElseThrow(() ->
            Problem.unauthenticated("This link has ended, or there never was one like it.")
                .exception());
  }

  private Reader account(String credentials) {
    ApiKey key =
        ApiKeyText.parse(credentials)
            .flatMap(text -> apiKeys.authenticate(text.id(), text.hash(properties.apiKeyPepper())))
            .orElseThrow(() -> Problem.unauthenticated("This API key is not valid.").exception());
    if (!key.allows(SCOPE)) {
      throw Problem.forbidden("This API key lacks the scope content:read.").exception();
    }
    return new Reader.Account(key.accountId());
  }

  private static Reader provider(String credentials) {
    try {
      return new Reader.Provider(PieceToken.parse(credentials));
    } catch (FormatException notAToken) {
      throw Problem.unauthenticated("This is neither an API key nor a piece token.").exception();
    }
  }
}
