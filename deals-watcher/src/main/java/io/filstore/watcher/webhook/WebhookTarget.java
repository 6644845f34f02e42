package io.filstore.watcher.webhook;

import io.filstore.db.event.Event;
import java.io.IOException;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import javax.net.SocketFactory;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * The operator's address and the way an event is handed to it; follows no redirect and uses no
 * proxy.
 */
final class WebhookTarget {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
  private static final MediaType CLOUD_EVENT =
      MediaType.get("application/cloudevents+json; charset=utf-8");

  private final HttpUrl url;
  private final WebhookSignature signature;
  private final OkHttpClient http;
  private final Clock clock;

  WebhookTarget(HttpUrl url, WebhookSignature signature, SocketFactory sockets, Clock clock) {
    this.url = url;
    this.signature = signature;
    this.clock = clock;
    this.http =
        new OkHttpClient.Builder()
            .socketFactory(sockets)
            .proxy(Proxy.NO_PROXY)
            .followRedirects(false)
            .callTimeout(ANSWER_WITHIN)
            .build();
  }

  /** The address without a password, for records and logs. */
  String url() {
    return url.newBuilder().username("").password("").query(null).build().toString();
  }

  /**
   * Hands the event over; the receiver has it when this returns.
   *
   * @throws UndeliveredException when there was no answer of 2xx within 10 seconds
   */
  void deliver(Event event) {
    byte[] body = event.envelope().getBytes(StandardCharsets.UTF_8);
    long timestamp = clock.instant().getEpochSecond();
    Request request =
        new Request.Builder()
            .url(url)
            .header("webhook-id", event.id())
            .header("webhook-timestamp", Long.toString(timestamp))
            .header("webhook-signature", signature.sign(event.id(), timestamp, body))
            .header("User-Agent", "filstore-deals")
            .post(RequestBody.create(body, CLOUD_EVENT))
            .build();
    try (Response response = http.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        throw new UndeliveredException("the receiver answered HTTP " + response.code(), null);
      }
    } catch (IOException e) {
      throw new UndeliveredException(e.toString(), e);
    }
  }
}
