package io.filstore.retrieval.outside;

import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where storage providers may be.
 *
 * @param network FILECOIN_NETWORK; on the devnet they are on this machine
 * @param allowPrivate whether they may be at private addresses elsewhere, too
 */
@ConfigurationProperties("filstore.retrieval.providers")
public record ProviderReach(String network, boolean allowPrivate) {

  /** Whether their addresses need not be public. */
  public boolean anywhere() {
    return allowPrivate || network.toLowerCase(Locale.ROOT).equals("devnet");
  }
}
