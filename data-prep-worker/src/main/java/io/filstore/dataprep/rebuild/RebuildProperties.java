package io.filstore.dataprep.rebuild;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whom damaged CARs may be fetched from.
 *
 * @param network the Filecoin network; on the devnet providers are on this machine
 * @param allowPrivate whether providers at private addresses are called on other networks, too
 */
@ConfigurationProperties("filstore.rebuild")
record RebuildProperties(String network, boolean allowPrivate) {

  boolean anywhere() {
    return allowPrivate || network.equals("devnet");
  }
}
