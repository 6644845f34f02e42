package io.filstore.retrieval.fallback;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import okhttp3.HttpUrl;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Who is asked for blocks that are ours and not here any more.
 *
 * @param enabled whether anybody is; the providers of our deals are then
 * @param gateways trustless gateways that are asked after them, in this order; may be empty
 * @param allowPrivate whether gateways and whoever is found may be at private addresses, and
 *     without TLS
 * @param call most time for one question to one source
 * @param whole most time for one block, whoever is asked
 * @param hedgeLeast least time before another source is asked beside one that is late
 * @param hedgeMost most time before that
 * @param atOnce most sources that are asked for one block at a time
 * @param cacheDir folder for blocks that were fetched
 * @param cacheBytes most bytes of these; 0: none is kept
 */
@ConfigurationProperties("filstore.retrieval.fallback")
record FallbackProperties(
    boolean enabled,
    List<URI> gateways,
    boolean allowPrivate,
    Duration call,
    Duration whole,
    Duration hedgeLeast,
    Duration hedgeMost,
    int atOnce,
    Path cacheDir,
    DataSize cacheBytes) {

  FallbackProperties {
    gateways = List.copyOf(gateways);
    gateways.forEach(url -> base(url, "gateways (FILSTORE_FALLBACK_GATEWAYS)"));
    if (cacheBytes.isNegative()) {
      throw new IllegalArgumentException(
          "RETRIEVAL_CACHE_BYTES is %s, it must not be negative".formatted(cacheBytes));
    }
    if (atOnce < 1 || atOnce > 3) {
      throw new IllegalArgumentException(
          "filstore.retrieval.fallback.at-once is %d, it must be 1 to 3".formatted(atOnce));
    }
  }

  List<Source> gatewaySources() {
    return gateways.stream()
        .<Source>map(url -> new Source.Gateway(base(url, "gateways (FILSTORE_FALLBACK_GATEWAYS)")))
        .toList();
  }

  Hedging hedging() {
    return new Hedging(hedgeLeast, hedgeMost, atOnce, whole);
  }

  private static HttpUrl base(URI url, String name) {
    return Source.base(url)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "filstore.retrieval.fallback."
                    + name
                    + ": "
                    + url.getHost()
                    + " must be an http or https URL without user and query"));
  }
}
