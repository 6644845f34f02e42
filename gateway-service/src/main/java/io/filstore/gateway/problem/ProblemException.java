package io.filstore.gateway.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that cannot be answered as asked. The detail is written for the caller and may name
 * values; it never carries messages of libraries.
 */
public final class ProblemException extends RuntimeException {
  private static final Duration DATABASE_RETRY = Duration.ofSeconds(5);

  private final ProblemCode code;
  private final String detail;
  private final @Nullable Duration retryAfter;
  private final Map<String, Object> params = new LinkedHashMap<>();

  public ProblemException(ProblemCode code, String detail) {
    this(code, detail, null, null);
  }

  public ProblemException(ProblemCode code, String detail, @Nullable Throwable cause) {
    this(code, detail, null, cause);
  }

  private ProblemException(
      ProblemCode code, String detail, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(code.code() + ": " + detail, cause);
    this.code = code;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }

  /** A problem that may be gone after the given time. */
  public static ProblemException retryable(ProblemCode code, String detail, Duration retryAfter) {
    return new ProblemException(code, detail, retryAfter, null);
  }

  /** The same, with what it comes from, for the log. */
  public static ProblemException retryable(
      ProblemCode code, String detail, Duration retryAfter, Throwable cause) {
    return new ProblemException(code, detail, retryAfter, cause);
  }

  /** 503 {@code unavailable}: the database is away or restarting. */
  public static ProblemException databaseAway(Throwable cause) {
    return new ProblemException(
        ProblemCode.UNAVAILABLE,
        "The database does not answer at the moment.",
        DATABASE_RETRY,
        cause);
  }

  /** 400 {@code invalid_request}. */
  public static ProblemException invalid(String detail) {
    return new ProblemException(ProblemCode.INVALID_REQUEST, detail);
  }

  /** 404 {@code not_found}; also for what belongs to others, so that ids cannot be probed. */
  public static ProblemException notFound(String what, String id) {
    return new ProblemException(ProblemCode.NOT_FOUND, "There is no " + what + " " + id + ".");
  }

  /** Adds a machine-readable number or name to the document's {@code params}. */
  public ProblemException with(String name, Object value) {
    params.put(name, value);
    return this;
  }

  public ProblemCode code() {
    return code;
  }

  public String detail() {
    return detail;
  }

  Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  Map<String, Object> params() {
    return Map.copyOf(params);
  }
}
