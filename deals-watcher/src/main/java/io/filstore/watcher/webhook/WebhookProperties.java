package io.filstore.watcher.webhook;

import io.filstore.watcher.FilecoinNetwork;
import java.time.Duration;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where changes of deal states are delivered, and how events are to the webhooks of accounts.
 *
 * @param url DEAL_STATUS_WEBHOOK; empty: nothing is delivered. Outside a devnet it must be https,
 *     and its host must resolve to public addresses
 * @param secret DEAL_STATUS_WEBHOOK_SECRET; signs the deliveries, required with the URL
 * @param network FILECOIN_NETWORK
 * @param key FILSTORE_WEBHOOK_KEY; opens the secrets of accounts' webhooks
 * @param disableAfter an account's webhook that took nothing for this long is disabled
 * @param retries waits between attempts (product.md section 7); after the last the event is given
 *     up
 */
@ConfigurationProperties("watcher.webhook")
record WebhookProperties(
    @Nullable String url,
    @Nullable String secret,
    FilecoinNetwork network,
    @Nullable String key,
    @DefaultValue("5d") Duration disableAfter,
    @DefaultValue({"5s", "30s", "2m", "10m", "1h", "6h", "24h"}) List<Duration> retries) {

  private static final int MIN_SECRET = 16;

  WebhookProperties {
    url = url == null || url.isBlank() ? null : url;
    if (url != null) {
      check(url, secret, network);
    }
  }

  RetrySchedule schedule() {
    return new RetrySchedule(retries);
  }

  /** Whether an address may be called: in the clear only on a devnet. */
  boolean allows(HttpUrl address) {
    return address.isHttps() || network == FilecoinNetwork.DEVNET;
  }

  /** A webhook's address is often a secret itself. */
  @Override
  public String toString() {
    return "WebhookProperties[url " + (url == null ? "not " : "") + "set, network=" + network + "]";
  }

  private static void check(String url, @Nullable String secret, FilecoinNetwork network) {
    HttpUrl parsed = HttpUrl.parse(url);
    if (parsed == null) {
      throw new IllegalArgumentException("DEAL_STATUS_WEBHOOK is not an http or https URL: " + url);
    }
    if (!parsed.isHttps() && network != FilecoinNetwork.DEVNET) {
      throw new IllegalArgumentException(
          "DEAL_STATUS_WEBHOOK must be an https URL on " + network + ": " + url);
    }
    if (secret == null || secret.length() < MIN_SECRET) {
      throw new IllegalArgumentException(
          "DEAL_STATUS_WEBHOOK_SECRET needs at least "
              + MIN_SECRET
              + " characters when DEAL_STATUS_WEBHOOK is set");
    }
  }
}
