package io.filstore.gateway.webhook;

import io.filstore.db.webhook.SecretBox;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Webhooks of accounts.
 *
 * @param key FILSTORE_WEBHOOK_KEY; seals their secrets
 * @param network FILECOIN_NETWORK; addresses without TLS are taken on a devnet only
 * @param most how many an account may have
 * @param overlap how long the secrets before a new one go on signing, unless the request says
 */
@ConfigurationProperties("filstore.gateway.webhook")
record WebhookProperties(
    @Nullable String key,
    @DefaultValue("devnet") String network,
    @DefaultValue("20") int most,
    @DefaultValue("24h") Duration overlap) {

  SecretBox secrets() {
    return new SecretBox(key);
  }

  boolean isDevnet() {
    return network.equals("devnet");
  }

  @Override
  public String toString() {
    return "WebhookProperties[network=" + network + ", most=" + most + "]";
  }
}
