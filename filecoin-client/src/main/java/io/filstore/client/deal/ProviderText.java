package io.filstore.client.deal;

import java.nio.charset.StandardCharsets;

/**
 * A provider's words: as they came, but of bounded length and without the NUL that PostgreSQL
 * cannot hold.
 */
final class ProviderText {

  private static final int LIMIT = 4000;

  private ProviderText() {}

  static String of(byte[] body) {
    return of(new String(body, StandardCharsets.UTF_8));
  }

  static String of(String text) {
    String clean = text.replace('\0', '\uFFFD');
    return clean.length() <= LIMIT ? clean : clean.substring(0, LIMIT);
  }
}
