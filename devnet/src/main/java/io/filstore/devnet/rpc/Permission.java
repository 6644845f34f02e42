package io.filstore.devnet.rpc;

import java.util.Locale;

/** Permissions of Lotus, each holding those before it here. */
enum Permission {
  READ,
  WRITE,
  SIGN,
  ADMIN;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean covers(Permission needed) {
    return ordinal() >= needed.ordinal();
  }
}
