package io.filstore.watcher.webhook;

import io.filstore.net.ForbiddenAddressException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.SocketFactory;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The way an event is handed to an address; follows no redirect and uses no proxy. */
final class WebhookCall {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
  private static final MediaType CLOUD_EVENT =
      MediaType.get("application/cloudevents+json; charset=utf-8");

  private final OkHttpClient http;
  private final Clock clock;

  WebhookCall(SocketFactory sockets, Clock clock) {
    this.clock = clock;
    this.http =
        new OkHttpClient.Builder()
            .socketFactory(sockets)
            .proxy(Proxy.NO_PROXY)
            .followRedirects(false)
            .callTimeout(ANSWER_WITHIN)
            .build();
  }

  /**
   * Hands the event over, signed with each secret; the receiver has it when this returns.
   *
   * @throws UndeliveredException when there was no answer of 2xx within 10 seconds; its message is
   *     in our own words and names no address, because the owner of a webhook gets to read it
   */
  void post(HttpUrl url, String eventId, String envelope, List<WebhookSignature> signatures) {
    byte[] body = envelope.getBytes(StandardCharsets.UTF_8);
    long timestamp = clock.instant().getEpochSecond();
    String signature =
        signatures.stream()
            .map(each -> each.sign(eventId, timestamp, body))
            .collect(Collectors.joining(" "));
    Request request =
        new Request.Builder()
            .url(url)
            .header("webhook-id", eventId)
            .header("webhook-timestamp", Long.toString(timestamp))
            .header("webhook-signature", signature)
            .header("User-Agent", "filstore-deals")
            .post(RequestBody.create(body, CLOUD_EVENT))
            .build();
    try (Response response = http.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        throw new UndeliveredException("the receiver answered HTTP " + response.code(), null);
      }
    } catch (IOException e) {
      throw new UndeliveredException(words(e), e);
    }
  }

  private static String words(IOException e) {
    boolean forbidden =
        e instanceof ForbiddenAddressException
            || Arrays.stream(e.getSuppressed())
                .anyMatch(ForbiddenAddressException.class::isInstance);
    if (forbidden) {
      return "the host resolves to what is not a public address";
    }
    return switch (e) {
      case UnknownHostException _ -> "the host is unknown";
      case ConnectException _ -> "no connection to the host";
      case SSLException _ -> "no trusted TLS with the host";
      case InterruptedIOException _ -> "no answer within " + ANSWER_WITHIN.toSeconds() + " seconds";
      default -> "the connection broke before there was an answer";
    };
  }
}
