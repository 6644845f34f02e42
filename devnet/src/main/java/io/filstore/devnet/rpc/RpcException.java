package io.filstore.devnet.rpc;

import org.jspecify.annotations.Nullable;

/** An error reply: JSON-RPC code, text, and the HTTP status go-jsonrpc gives it. */
final class RpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int OK = 200;
  private static final int SERVER_ERROR = 500;

  private final int code;
  private final int httpStatus;
  private final @Nullable Long data;

  private RpcException(int code, int httpStatus, String message, @Nullable Long data) {
    super(message);
    this.code = code;
    this.httpStatus = httpStatus;
    this.data = data;
  }

  /** The method was reached and failed: code 1, HTTP 200. */
  static RpcException application(String message) {
    return new RpcException(1, OK, message, null);
  }

  /** {@code actor not found}: code 11 (lotus api/api_errors.go). */
  static RpcException actorNotFound() {
    return new RpcException(11, OK, "actor not found", null);
  }

  static RpcException parseError() {
    return new RpcException(-32700, SERVER_ERROR, "Parse error", null);
  }

  static RpcException wrongType(String method, String goType, String why) {
    String text = "unmarshaling params for '%s' (param: %s): %s".formatted(method, goType, why);
    return new RpcException(-32700, SERVER_ERROR, text, null);
  }

  static RpcException invalidRequest() {
    return new RpcException(-32600, 400, "Invalid request", null);
  }

  static RpcException unknownMethod(String method) {
    return new RpcException(-32601, SERVER_ERROR, "method '" + method + "' not found", null);
  }

  static RpcException noChannels(String method) {
    String text = "method '%s' not supported in this mode (no out channel support)";
    return new RpcException(-32601, SERVER_ERROR, text.formatted(method), null);
  }

  static RpcException wrongCount(String method, int given, int wanted) {
    String text = "wrong param count (method '%s'): %d != %d".formatted(method, given, wanted);
    return new RpcException(-32602, SERVER_ERROR, text, null);
  }

  static RpcException missingPermission(String shortName, Permission needed) {
    return application(
        "missing permission to invoke '%s' (need '%s')".formatted(shortName, needed.text()));
  }

  static RpcException panicked(String method, Throwable cause) {
    RpcException e =
        new RpcException(
            0, SERVER_ERROR, "fatal error calling '" + method + "': panic in rpc method", null);
    e.initCause(cause);
    return e;
  }

  int code() {
    return code;
  }

  int httpStatus() {
    return httpStatus;
  }

  @Nullable Long data() {
    return data;
  }
}
