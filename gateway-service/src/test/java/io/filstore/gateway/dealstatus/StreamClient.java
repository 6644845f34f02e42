package io.filstore.gateway.dealstatus;

import io.filstore.gateway.RunningGateway;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of {@code /api/v1/events/stream}, as the WHATWG describes an EventSource. */
final class StreamClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String END = "(the stream ended)";

  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpResponse<InputStream> response;
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private volatile String lastEventId = "";

  /** A message, with its name when it has one. */
  record Message(String name, String data) {
    JsonNode json() {
      return JSON.readTree(data);
    }
  }

  StreamClient(RunningGateway gateway, String query, @Nullable Long lastEventId)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = gateway.request("/api/v1/events/stream" + query);
    if (lastEventId != null) {
      request.header("Last-Event-ID", Long.toString(lastEventId));
    }
    response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    Thread.ofVirtual().start(this::read);
  }

  HttpResponse<InputStream> response() {
    return response;
  }

  long lastEventId() {
    return Long.parseLong(lastEventId);
  }

  boolean hasId() {
    return !lastEventId.isEmpty();
  }

  /** The next message, which has to come soon. */
  Message next() throws InterruptedException {
    Message message = messages.poll(20, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("no message within 20 s");
    }
    return message;
  }

  /** The numbers of the next events. */
  List<Long> seqs(int count) throws InterruptedException {
    List<Long> seqs = new ArrayList<>();
    while (seqs.size() < count) {
      Message message = next();
      if (!message.name().isEmpty()) {
        throw new AssertionError("no event: " + message);
      }
      seqs.add(message.json().at("/seq").asLong());
    }
    return seqs;
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  void assertEnded() throws InterruptedException {
    Message message = next();
    if (!message.name().equals(END)) {
      throw new AssertionError("not ended: " + message);
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String name = "";
      StringBuilder data = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          if (!data.isEmpty()) {
            messages.add(new Message(name, data.toString()));
          }
          name = "";
          data.setLength(0);
        } else if (line.startsWith("id: ")) {
          lastEventId = line.substring(4);
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data.append(line.substring(6));
        }
      }
    } catch (IOException e) {
      // ended the hard way, which is an end, too
    }
    messages.add(new Message(END, ""));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
