package io.filstore.retrieval.routing;

import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whom callers are told of.
 *
 * @param network FILECOIN_NETWORK; on the devnet providers are on this machine
 * @param allowPrivateProviders whether providers may be at private addresses elsewhere, too
 */
@ConfigurationProperties("filstore.retrieval.routing")
record RoutingProperties(String network, boolean allowPrivateProviders) {

  boolean providersAnywhere() {
    return allowPrivateProviders || network.toLowerCase(Locale.ROOT).equals("devnet");
  }
}
