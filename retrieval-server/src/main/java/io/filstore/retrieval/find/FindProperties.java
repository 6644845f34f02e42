package io.filstore.retrieval.find;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who is asked who else has a block.
 *
 * @param routing delegated routers, in this order; may be empty
 * @param ipni indexers that are asked after them; may be empty
 * @param allowPrivate whether these and whoever they name may be at private addresses and without
 *     TLS
 * @param patience most time for one question
 */
@ConfigurationProperties("filstore.retrieval.find")
record FindProperties(List<URI> routing, List<URI> ipni, boolean allowPrivate, Duration patience) {

  FindProperties {
    routing = List.copyOf(routing);
    ipni = List.copyOf(ipni);
    routing.forEach(url -> base(url, "routing (FILSTORE_FALLBACK_ROUTING)"));
    ipni.forEach(url -> base(url, "ipni (FILSTORE_FALLBACK_IPNI)"));
  }

  List<Router> routers() {
    return Stream.concat(
            all(routing, "routing", Router.Delegated::new), all(ipni, "ipni", Router.Indexer::new))
        .toList();
  }

  private static Stream<Router> all(List<URI> urls, String name, Function<HttpUrl, Router> router) {
    return urls.stream().map(url -> router.apply(base(url, name)));
  }

  private static HttpUrl base(URI url, String name) {
    return Optional.ofNullable(HttpUrl.parse(url.toString()))
        .filter(base -> base.username().isEmpty() && base.password().isEmpty())
        .filter(base -> base.query() == null && base.fragment() == null)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "filstore.retrieval.find.%s: %s must be an http or https URL without user and query"
                    .formatted(name, url.getHost())));
  }
}
