package io.filstore.retrieval.problem;

import java.util.Map;

/**
 * Why a request is refused.
 *
 * @param code stable, as registered in the interface ({@code invalid_cid}, ...)
 * @param detail one sentence for the caller; never contains a path of this machine
 * @param headers sent along, for example {@code Retry-After}
 * @param params the numbers of the detail, for programs
 */
public record Problem(
    int status,
    String code,
    String title,
    String detail,
    boolean retryable,
    Map<String, String> headers,
    Map<String, Object> params) {

  private static final String TYPE_BASE = "https://docs.filstore.example/problems/";

  private Problem(
      int status,
      String code,
      String title,
      String detail,
      boolean retryable,
      Map<String, String> headers) {
    this(status, code, title, detail, retryable, headers, Map.of());
  }

  public static Problem invalidCid(String detail) {
    return of(400, "invalid_cid", "Not a CID", detail);
  }

  public static Problem invalidRequest(String detail) {
    return of(400, "invalid_request", "Invalid request", detail);
  }

  public static Problem unauthenticated(String detail) {
    return of(401, "unauthenticated", "Authentication needed", detail)
        .with("WWW-Authenticate", "Bearer");
  }

  public static Problem forbidden(String detail) {
    return of(403, "forbidden", "Not allowed", detail);
  }

  /** Unknown content may become known: the answer is kept ten seconds at most. */
  public static Problem notFound(String detail) {
    return of(404, "not_found", "Not found", detail).with("Cache-Control", "private, max-age=10");
  }

  /**
   * The bytes that an account's content may cost in a day are used up.
   *
   * @param seconds until the next day
   */
  public static Problem egressUsedUp(long seconds) {
    return egressUsedUp(
        "What may be read of this account's content in a day is used up; it goes on tomorrow (UTC).",
        seconds,
        Map.of());
  }

  /**
   * The same for the account itself.
   *
   * @param used bytes of today
   * @param limit bytes of a day
   */
  public static Problem egressUsedUp(long used, long limit, long seconds) {
    return egressUsedUp(
        "%d bytes of this account's content went out today (UTC), %d may in a day; it goes on tomorrow."
            .formatted(used, limit),
        seconds,
        Map.of("used", used, "limit", limit));
  }

  private static Problem egressUsedUp(String detail, long seconds, Map<String, Object> params) {
    return new Problem(
        429,
        "quota_exceeded",
        "More than the account may have",
        detail,
        true,
        Map.of("Retry-After", Long.toString(seconds), "Cache-Control", "no-store"),
        params);
  }

  /**
   * Denied by the operator, whoever asks (RFC 7725).
   *
   * @param by URL of whoever refuses
   */
  public static Problem blocked(String by) {
    Problem blocked =
        of(
            451,
            "content_blocked",
            "Unavailable for legal reasons",
            "This content, or a part of it, is denied here by the operator.");
    return new Problem(
        blocked.status,
        blocked.code,
        blocked.title,
        blocked.detail,
        false,
        Map.of("Link", "<" + by + ">; rel=\"blocked-by\"", "Cache-Control", "private, max-age=10"));
  }

  public static Problem notAcceptable(String detail) {
    return of(406, "unsupported_codec", "Format not available", detail);
  }

  public static Problem rangeNotSatisfiable(String detail, long size) {
    return of(416, "invalid_request", "Range not satisfiable", detail)
        .with("Content-Range", "bytes */" + size);
  }

  public static Problem unprocessable(String detail) {
    return of(422, "invalid_request", "Invalid request", detail);
  }

  public static Problem busy(String detail) {
    return new Problem(
        429, "rate_limited", "Too many requests", detail, true, Map.of("Retry-After", "1"));
  }

  public static Problem internal(String detail) {
    return new Problem(500, "internal", "Internal error", detail, true, Map.of());
  }

  public static Problem notImplemented(String detail) {
    return of(501, "invalid_request", "Not offered", detail);
  }

  public static Problem corrupt(String detail) {
    return of(502, "car_invalid", "Stored bytes are damaged", detail);
  }

  /** Known damage, other than {@link #corrupt}, which was noticed just now. */
  public static Problem damaged() {
    return new Problem(
        503,
        "content_damaged",
        "Stored bytes are damaged",
        "The stored copy is damaged. It is not served until it has been built anew.",
        true,
        Map.of("Retry-After", "60"));
  }

  public static Problem unavailable(String detail) {
    return new Problem(
        503,
        "retrieval_unavailable",
        "Known, but not reachable now",
        detail,
        true,
        Map.of("Retry-After", "60"));
  }

  /**
   * Known and not here, and those who have it were asked in vain.
   *
   * @param asked who, and what came of it
   * @param status 502 for wrong bytes, 503 for nobody to be reached, 504 for too slow
   */
  static Problem noSource(String asked, int status) {
    return new Problem(
        status,
        status == 504 ? "upstream_timeout" : "retrieval_unavailable",
        "Known, but nobody gave it",
        "A block is not here any more, and nobody who was asked gave it: " + asked + ".",
        true,
        Map.of("Retry-After", "30"));
  }

  public static Problem methodNotAllowed() {
    return of(
            405, "method_not_allowed", "Method not allowed", "Only GET and HEAD are offered here.")
        .with("Allow", "GET, HEAD");
  }

  public static Problem databaseAway() {
    return new Problem(
        503,
        "unavailable",
        "Temporarily unavailable",
        "The database does not answer at the moment.",
        true,
        Map.of("Retry-After", "5"));
  }

  public static Problem nothingHere() {
    return notFound("There is nothing at this address.");
  }

  /** What the server itself refused, of which only the status is known. */
  static Problem ofStatus(int status) {
    return switch (status) {
      case 404 -> nothingHere();
      case 405 -> methodNotAllowed();
      case 413, 414, 431 ->
          of(status, "too_large", "Larger than allowed", "The request is larger than allowed.");
      default ->
          status < 500
              ? of(status, "invalid_request", "Invalid request", "The request cannot be read.")
              : new Problem(
                  status, "internal", "Internal error", "The request failed here.", true, Map.of());
    };
  }

  private static Problem of(int status, String code, String title, String detail) {
    return new Problem(status, code, title, detail, false, Map.of());
  }

  public String type() {
    return TYPE_BASE + code.replace('_', '-');
  }

  public ProblemException exception() {
    return new ProblemException(this);
  }

  private Problem with(String header, String value) {
    return new Problem(status, code, title, detail, retryable, Map.of(header, value));
  }
}
