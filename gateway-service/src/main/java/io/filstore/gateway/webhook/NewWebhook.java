package io.filstore.gateway.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of a request for a webhook.
 *
 * @param types event types, {@code upload.*} for all of a kind; none: all
 * @param secret made for you when there is none
 */
record NewWebhook(@Nullable String url, @Nullable List<String> types, @Nullable String secret) {

  @Override
  public String toString() {
    return "NewWebhook[hidden]";
  }
}
