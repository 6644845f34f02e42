package io.filstore.watcher.webhook;

import java.io.IOException;
import java.net.SocketAddress;

/** The webhook's host resolves to an address that is not public. */
final class ForbiddenAddressException extends IOException {
  ForbiddenAddressException(SocketAddress address) {
    super("the webhook's host resolves to " + address + ", which is not a public address");
  }
}
