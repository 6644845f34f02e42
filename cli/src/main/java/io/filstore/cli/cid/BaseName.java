package io.filstore.cli.cid;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multibase;
import java.util.Locale;

/** Multibase names as the multibase table spells them: {@code base32}, {@code base58btc}. */
final class BaseName {
  private BaseName() {}

  static String of(Multibase base) {
    return base.name().toLowerCase(Locale.ROOT).replace("_", "");
  }

  /** The base that a text is written in, which is one of a CID already. */
  static String ofText(Cid cid, String text) {
    if (cid.version() == 0) {
      return of(Multibase.BASE58BTC);
    }
    for (Multibase base : Multibase.values()) {
      if (base.encode(new byte[0]).charAt(0) == text.charAt(0)) {
        return of(base);
      }
    }
    throw new IllegalArgumentException("'" + text + "' has no known multibase prefix");
  }
}
