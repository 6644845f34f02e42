package io.filstore.watcher.webhook;

import io.filstore.watcher.FilecoinNetwork;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where changes of deal states are delivered.
 *
 * @param url DEAL_STATUS_WEBHOOK; empty: nothing is delivered. Outside a devnet it must be https,
 *     and its host must resolve to public addresses
 * @param secret DEAL_STATUS_WEBHOOK_SECRET; signs the deliveries, required with the URL
 * @param network FILECOIN_NETWORK
 */
@ConfigurationProperties("watcher.webhook")
record WebhookProperties(@Nullable String url, @Nullable String secret, FilecoinNetwork network) {

  private static final int MIN_SECRET = 16;

  WebhookProperties {
    url = url == null || url.isBlank() ? null : url;
    if (url != null) {
      check(url, secret, network);
    }
  }

  @Override
  public String toString() {
    return "WebhookProperties[url=" + url + ", network=" + network + "]";
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
