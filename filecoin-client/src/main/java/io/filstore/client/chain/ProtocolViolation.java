package io.filstore.client.chain;

import org.jspecify.annotations.Nullable;

/** The peer of a WebSocket said something that it may not: the connection is of no use any more. */
final class ProtocolViolation extends Exception {

  private static final long serialVersionUID = 1L;

  ProtocolViolation(String message) {
    this(message, null);
  }

  ProtocolViolation(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
