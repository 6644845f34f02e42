package io.filstore.watcher.provider;

import io.filstore.watcher.FilecoinNetwork;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Asking providers for the status of deals.
 *
 * @param keystorePassword FILSTORE_KEYSTORE_PASSWORD; opens the wallet's key, to which alone
 *     providers give a status. Empty: providers are not asked, and only the chain speaks
 * @param interval PROVIDER_STATUS_INTERVAL; empty: 5 min, 1 s on a devnet
 * @param allowPrivate DEAL_ALLOW_PRIVATE_PROVIDERS; providers at private addresses are asked, too;
 *     always so on a devnet
 */
@ConfigurationProperties("watcher.provider")
record ProviderProperties(
    @Nullable String keystorePassword, @Nullable Duration interval, boolean allowPrivate) {

  ProviderProperties {
    keystorePassword =
        keystorePassword == null || keystorePassword.isBlank() ? null : keystorePassword;
  }

  Duration interval(FilecoinNetwork network) {
    if (interval != null) {
      return interval;
    }
    return network == FilecoinNetwork.DEVNET ? Duration.ofSeconds(1) : Duration.ofMinutes(5);
  }

  @Override
  public String toString() {
    return "ProviderProperties[interval=" + interval + ", allowPrivate=" + allowPrivate + "]";
  }
}
