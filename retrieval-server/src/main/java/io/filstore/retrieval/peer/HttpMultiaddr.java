package io.filstore.retrieval.peer;

import io.filstore.filecoin.Multiaddr;
import io.filstore.multiformats.FormatException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** URLs of servers as multiaddrs: {@code /dns4/example.org/tcp/443/https}. */
public final class HttpMultiaddr {

  private static final Pattern IP4 = Pattern.compile("[0-9]+(\\.[0-9]+){3}");

  private HttpMultiaddr() {}

  /**
   * The address of an http or https URL, with {@code http-path} behind it where the URL has a path;
   * empty for others, and for one with a query or a path that is no address of a folder.
   */
  public static Optional<Multiaddr> of(URI url) {
    boolean secure = "https".equalsIgnoreCase(url.getScheme());
    String host = url.getHost();
    if (host == null
        || !(secure || "http".equalsIgnoreCase(url.getScheme()))
        || url.getRawQuery() != null) {
      return Optional.empty();
    }
    int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
    try {
      return Optional.of(
              Multiaddr.parse(
                  "%s/tcp/%d/%s%s"
                      .formatted(name(host), port, secure ? "https" : "http", path(url))))
          .filter(address -> address.httpBase().isPresent());
    } catch (FormatException noAddress) {
      return Optional.empty();
    }
  }

  /** Without the slashes around it, as an address has it. */
  private static String path(URI url) {
    String path = url.getRawPath().replaceAll("^/+|/+$", "");
    if (path.toUpperCase(Locale.ROOT).contains("%2F")) {
      throw new FormatException("an address cannot tell a slash in a name from one between names");
    }
    return path.isEmpty() ? "" : "/http-path/" + path.replace("/", "%2F");
  }

  private static String name(String host) {
    if (host.startsWith("[")) {
      return "/ip6/" + host.substring(1, host.length() - 1);
    }
    return (IP4.matcher(host).matches() ? "/ip4/" : "/dns4/") + host;
  }
}
