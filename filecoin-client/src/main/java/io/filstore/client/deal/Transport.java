package io.filstore.client.deal;

import java.util.Locale;

/** The ways on which an offer reaches a provider. */
public enum Transport {
  /** A provider's public HTTP market; products {@code ddo} and {@code mk12}. */
  CURIO,
  /** One's own boostd; {@code ddo} with an allocation. */
  BOOST,
  /** The market client of one's own Lotus node up to 1.27.0; {@code mk12}. */
  LOTUS;

  /** In the database. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The transport of this word. */
  public static Transport of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
