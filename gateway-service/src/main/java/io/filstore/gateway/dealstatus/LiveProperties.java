package io.filstore.gateway.dealstatus;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The push of events.
 *
 * @param watcherUrl where the watcher serves the event log
 * @param internalToken what the services of this installation prove themselves with
 * @param allowedOrigins web origins, beside our own, whose pages may connect
 * @param maxConnections most clients at once, over WebSocket and SSE
 * @param maxConnectionsOfAccount most of them of one account
 * @param maxSubscriptions most subscriptions of one client
 * @param buffer live events that wait for a slow client before it is cut off
 * @param replay how far back events are told to those who come back
 * @param pingEvery how often a client is pinged
 * @param idleAfter a client that was not heard of for this long is cut off
 * @param sendTimeout a client that takes in nothing for this long is cut off
 * @param reconnectMin first pause before the watcher is tried again; doubles
 * @param reconnectMax longest pause
 */
@ConfigurationProperties("filstore.gateway.live")
record LiveProperties(
    @DefaultValue("http://127.0.0.1:17403") URI watcherUrl,
    @Nullable String internalToken,
    @DefaultValue({}) List<String> allowedOrigins,
    @DefaultValue("1000") int maxConnections,
    @DefaultValue("100") int maxConnectionsOfAccount,
    @DefaultValue("100") int maxSubscriptions,
    @DefaultValue("1000") int buffer,
    @DefaultValue("30d") Duration replay,
    @DefaultValue("25s") Duration pingEvery,
    @DefaultValue("60s") Duration idleAfter,
    @DefaultValue("20s") Duration sendTimeout,
    @DefaultValue("200ms") Duration reconnectMin,
    @DefaultValue("5s") Duration reconnectMax) {
  private static final int MIN_TOKEN = 32;

  LiveProperties {
    if (internalToken == null || internalToken.length() < MIN_TOKEN) {
      throw new IllegalArgumentException(
          "filstore.gateway.live.internal-token (FILSTORE_INTERNAL_TOKEN) has "
              + (internalToken == null ? 0 : internalToken.length())
              + " characters, must have at least "
              + MIN_TOKEN);
    }
    if (!"http".equals(watcherUrl.getScheme()) && !"https".equals(watcherUrl.getScheme())) {
      throw new IllegalArgumentException(
          "filstore.gateway.live.watcher-url (WATCHER_URL) is "
              + watcherUrl
              + ", must be http or https");
    }
  }

  @Override
  public String internalToken() {
    return Objects.requireNonNull(internalToken);
  }

  @Override
  public String toString() {
    return "LiveProperties[watcherUrl=" + watcherUrl + "]";
  }
}
