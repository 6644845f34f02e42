package io.filstore.client.deal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls by the JDK's client, which also sends a GET with a body. Answers are bounded in size. */
final class HttpCalls {

  private static final int MAX_ANSWER = 1 << 20;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final ProviderAddresses addresses;
  private final Duration timeout;

  HttpCalls(ProviderAddresses addresses, Duration timeout) {
    this.addresses = addresses;
    this.timeout = timeout;
  }

  Answer send(URI url, String method, Map<String, String> headers, byte[] body) {
    try {
      // The JDK dials the address it has just cached, so what was checked here is what is called.
      addresses.check(url);
      HttpRequest.Builder request =
          HttpRequest.newBuilder(url)
              .timeout(timeout)
              .method(method, BodyPublishers.ofByteArray(body));
      headers.forEach(request::header);
      return exchange(request.build());
    } catch (UnknownHostException | ConnectException | HttpConnectTimeoutException e) {
      return new Answer.Unsent(e.toString());
    } catch (IOException e) {
      return new Answer.Lost(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Lost("interrupted while waiting for the provider");
    }
  }

  /**
   * The request's own timeout ends with the answer's headers; this one holds for the body too, or a
   * provider could keep us for ever by sending a byte now and then.
   */
  private Answer exchange(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> call =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
    try {
      HttpResponse<byte[]> response = call.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer.Http(response.statusCode(), response.body());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (TimeoutException e) {
      return new Answer.Lost("no complete answer within " + timeout.toMillis() + " ms");
    } finally {
      call.cancel(true);
    }
  }
}
