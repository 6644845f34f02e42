package io.filstore.cli.cid;

import io.filstore.cli.console.UsageException;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multibase;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Multibase names as the multibase table spells them: {@code base32}, {@code base58btc}. */
final class BaseName {
  private BaseName() {}

  static String of(Multibase base) {
    return base.name().toLowerCase(Locale.ROOT).replace("_", "");
  }

  /** The base with a name. */
  static Multibase parse(String name) {
    return Arrays.stream(Multibase.values())
        .filter(base -> of(base).equals(name))
        .findFirst()
        .orElseThrow(() ->
            new UsageException(
                "no base is called '%s'; there are %s"
                    .formatted(
                        name,
                        Arrays.stream(Multibase.values())
                            .map(BaseName::of)
                            .collect(Collectors.joining(", ")))));
  }

  /** The character in front of text in this base. */
  static char prefix(Multibase base) {
    return base.encode(new byte[0]).charAt(0);
  }

  /** The base that a text is written in, which is one of a CID already. */
  static Multibase ofText(Cid cid, String text) {
    if (cid.version() == 0) {
      return Multibase.BASE58BTC;
    }
    for (Multibase base : Multibase.values()) {
      if (prefix(base) == text.charAt(0)) {
        return base;
      }
    }
    throw new IllegalArgumentException("'" + text + "' has no known multibase prefix");
  }
}
