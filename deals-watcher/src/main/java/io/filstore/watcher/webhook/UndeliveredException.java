package io.filstore.watcher.webhook;

import org.jspecify.annotations.Nullable;

/** The receiver did not take an event; it is offered again by schedule. */
final class UndeliveredException extends RuntimeException {
  UndeliveredException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
