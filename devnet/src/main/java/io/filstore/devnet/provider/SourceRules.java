package io.filstore.devnet.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a provider refuses as a source (curio lib/robusthttp), but for the ban on private hosts. */
final class SourceRules {
  private static final int MAX_URL = 4096;
  private static final int MAX_HEADERS = 10;
  private static final Set<String> FORBIDDEN =
      Set.of("host", "range", "connection", "content-length", "transfer-encoding", "upgrade");

  private SourceRules() {}

  static Optional<String> refusal(Source source) {
    return urlRefusal(source.url()).or(() -> headerRefusal(source));
  }

  private static Optional<String> urlRefusal(String url) {
    if (url.length() > MAX_URL) {
      return Optional.of("URL is longer than " + MAX_URL + " characters");
    }
    try {
      URI uri = new URI(url);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (!scheme.equals("http") && !scheme.equals("https")) {
        return Optional.of("unsupported URL scheme " + scheme);
      }
      if (uri.getHost() == null) {
        return Optional.of("URL has no host");
      }
      return uri.getUserInfo() == null
          ? Optional.empty()
          : Optional.of("URL must not carry user information");
    } catch (URISyntaxException e) {
      return Optional.of("malformed URL: " + e.getReason());
    }
  }

  private static Optional<String> headerRefusal(Source source) {
    if (source.headers().size() > MAX_HEADERS) {
      return Optional.of("more than " + MAX_HEADERS + " headers");
    }
    return source.headers().keySet().stream()
        .filter(SourceRules::isForbidden)
        .findFirst()
        .map(name -> "header " + name + " is not allowed");
  }

  private static boolean isForbidden(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return FORBIDDEN.contains(name) || name.startsWith("x-forwarded-");
  }
}
