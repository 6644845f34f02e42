package io.filstore.gateway.problem;

import java.net.URI;
import java.util.Locale;

/**
 * The registered error codes. The lower-case name is the wire value and never changes; titles may.
 */
public enum ProblemCode {
  INVALID_REQUEST(400, "The request is not valid"),
  INVALID_CID(400, "Not a valid CID"),
  CHECKSUM_MISMATCH(400, "The bytes do not match the declared checksum"),
  UNAUTHENTICATED(401, "An API key is needed"),
  FORBIDDEN(403, "The API key does not allow this"),
  QUOTA_EXCEEDED(403, "More than the account may have"),
  NOT_FOUND(404, "Not found"),
  METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
  NOT_ACCEPTABLE(406, "No answer in an acceptable form"),
  CONFLICT(409, "In conflict with the present state"),
  IDEMPOTENCY_IN_PROGRESS(409, "The first request with this key is still running"),
  TOO_LARGE(413, "Larger than allowed"),
  UNSUPPORTED_MEDIA(415, "The content type is not supported"),
  IDEMPOTENCY_KEY_REUSED(422, "The key belongs to another request"),
  RATE_LIMITED(429, "Too many at once"),
  TOO_MANY_SUBSCRIPTIONS(429, "Too many subscriptions on one connection"),
  INTERNAL(500, "Something went wrong on our side"),
  STAGING_FULL(503, "Not enough free staging space"),
  CHAIN_UNAVAILABLE(503, "The chain does not answer"),
  UNAVAILABLE(503, "Temporarily unavailable");

  private final int status;
  private final String title;

  ProblemCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** A short sentence that is the same for every occurrence. */
  public String title() {
    return title;
  }

  /** The wire value, for example {@code staging_full}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Address of the documentation of this code. */
  public URI type() {
    return URI.create("https://docs.filstore.example/problems/" + code().replace('_', '-'));
  }

  /** Whether the same request may succeed later without a change. */
  public boolean retryable() {
    return switch (this) {
      case IDEMPOTENCY_IN_PROGRESS,
          RATE_LIMITED,
          STAGING_FULL,
          CHAIN_UNAVAILABLE,
          UNAVAILABLE,
          INTERNAL ->
          true;
      case INVALID_REQUEST,
          INVALID_CID,
          CHECKSUM_MISMATCH,
          UNAUTHENTICATED,
          FORBIDDEN,
          QUOTA_EXCEEDED,
          NOT_FOUND,
          METHOD_NOT_ALLOWED,
          NOT_ACCEPTABLE,
          CONFLICT,
          TOO_LARGE,
          UNSUPPORTED_MEDIA,
          IDEMPOTENCY_KEY_REUSED,
          TOO_MANY_SUBSCRIPTIONS ->
          false;
    };
  }

  /** The code that fits an HTTP status which some other layer chose. */
  public static ProblemCode ofStatus(int status) {
    return switch (status) {
      case 401 -> UNAUTHENTICATED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 409 -> CONFLICT;
      case 413, 414, 431 -> TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA;
      case 429 -> RATE_LIMITED;
      case 503 -> UNAVAILABLE;
      default -> status >= 400 && status < 500 ? INVALID_REQUEST : INTERNAL;
    };
  }
}
