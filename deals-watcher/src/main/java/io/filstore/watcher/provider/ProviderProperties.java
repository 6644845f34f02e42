package io.filstore.watcher.provider;

import io.filstore.client.deal.OwnNodes;
import io.filstore.watcher.FilecoinNetwork;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Asking providers for the status of deals.
 *
 * @param keystorePassword FILSTORE_KEYSTORE_PASSWORD; opens the wallet's key, to which alone
 *     providers give a status. Empty: providers are not asked, and only the chain speaks
 * @param interval PROVIDER_STATUS_INTERVAL; empty: 5 min, 1 s on a devnet
 * @param lostAfter PROVIDER_LOST_AFTER; how long a provider has to say that it does not know an
 *     offer which it accepted until that is believed; empty: 30 min, 3 s on a devnet
 * @param allowPrivate DEAL_ALLOW_PRIVATE_PROVIDERS; providers at private addresses are asked, too;
 *     always so on a devnet
 * @param boost DEAL_BOOST_PROVIDERS, own boostds: {@code
 *     f01000=http://boostd:1288+http://boostd:8080}
 * @param lotus DEAL_LOTUS_PROVIDERS, own Lotus nodes of old: {@code f01001=http://lotus:1234}.
 *     Naming a node is the permission to call it at a private address
 * @param tokenFiles DEAL_NODE_TOKEN_FILES, files with the nodes' tokens
 */
@ConfigurationProperties("watcher.provider")
record ProviderProperties(
    @Nullable String keystorePassword,
    @Nullable Duration interval,
    @Nullable Duration lostAfter,
    boolean allowPrivate,
    @DefaultValue("") String boost,
    @DefaultValue("") String lotus,
    @DefaultValue("") String tokenFiles) {

  ProviderProperties {
    if (lostAfter != null && lostAfter.isNegative()) {
      throw new IllegalArgumentException(
          "PROVIDER_LOST_AFTER is " + lostAfter + ", it must not be negative");
    }
    keystorePassword =
        keystorePassword == null || keystorePassword.isBlank() ? null : keystorePassword;
  }

  OwnNodes ownNodes() {
    return OwnNodes.of(boost, lotus, tokenFiles);
  }

  Duration interval(FilecoinNetwork network) {
    if (interval != null) {
      return interval;
    }
    return network == FilecoinNetwork.DEVNET ? Duration.ofSeconds(1) : Duration.ofMinutes(5);
  }

  Duration lostAfter(FilecoinNetwork network) {
    if (lostAfter != null) {
      return lostAfter;
    }
    return network == FilecoinNetwork.DEVNET ? Duration.ofSeconds(3) : Duration.ofMinutes(30);
  }

  @Override
  public String toString() {
    return "ProviderProperties[interval=" + interval + ", allowPrivate=" + allowPrivate + "]";
  }
}
