package io.filstore.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.json.JsonMapper;

/** A client of the gateway's server-sent events, from the first one on. */
final class EventStream implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Long> seqs = new CopyOnWriteArrayList<>();

  EventStream(PublicApi api) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(api.uri(PublicApi.GATEWAY, "/api/v1/events/stream"))
            .header("Authorization", "Bearer " + api.key())
            .header("Last-Event-ID", "0")
            .build();
    HttpResponse<InputStream> response =
        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    Thread.ofVirtual().start(() -> read(response.body()));
  }

  /** Numbers of the events so far, in the order of arrival. */
  List<Long> seqs() {
    return List.copyOf(seqs);
  }

  private void read(InputStream body) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data: ")) {
          seqs.add(JSON.readTree(line.substring(6)).at("/seq").asLong());
        }
      }
    } catch (IOException e) {
      // the end of the test, or of the gateway
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
