package io.filstore.scheduler.problem;

import java.util.Map;

/**
 * A request that cannot be done as asked. Code and detail reach the user through the gateway, so
 * the detail is written for the user and names no secret.
 */
public final class RequestRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient Map<String, Object> params;

  private RequestRefused(int status, String code, String detail, Map<String, Object> params) {
    super(detail);
    this.status = status;
    this.code = code;
    this.params = Map.copyOf(params);
  }

  /** 400 {@code invalid_request}. */
  public static RequestRefused invalid(String detail) {
    return new RequestRefused(400, "invalid_request", detail, Map.of());
  }

  /** 404 {@code not_found}. */
  public static RequestRefused notFound(String what, String id) {
    return new RequestRefused(404, "not_found", "There is no " + what + " " + id + ".", Map.of());
  }

  /** 409 {@code conflict}. */
  public static RequestRefused conflict(String detail) {
    return new RequestRefused(409, "conflict", detail, Map.of());
  }

  /** 503 {@code chain_unavailable}. */
  public static RequestRefused chainAway(String detail) {
    return new RequestRefused(503, "chain_unavailable", detail, Map.of());
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  Map<String, Object> params() {
    return params;
  }
}
