package io.filstore.net;

import java.io.IOException;
import java.net.SocketAddress;

/** A host resolves to an address that is not public. */
public final class ForbiddenAddressException extends IOException {
  public ForbiddenAddressException(SocketAddress address) {
    super("the host resolves to " + address + ", which is not a public address");
  }
}
