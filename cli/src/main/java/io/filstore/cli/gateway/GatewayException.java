package io.filstore.cli.gateway;

/** The gateway refused, or answered with something else than documented. */
final class GatewayException extends RuntimeException {
  GatewayException(String message) {
    super(message);
  }
}
