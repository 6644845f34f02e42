package io.filstore.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.allinone.system.SystemDescription;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Calls to the services of a running system, whose refusals are answers like any other. */
final class PublicApi {
  static final String GATEWAY = "gateway";
  static final String RETRIEVAL = "retrieval";
  private static final int SOCKET_TIMEOUT_MS = 20_000;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final SystemDescription system;
  private final String key;

  PublicApi(SystemDescription system) {
    this(system, system.apiKey());
  }

  PublicApi(SystemDescription system, String key) {
    this.system = system;
    this.key = key;
  }

  /** The same calls with another key. */
  PublicApi with(String otherKey) {
    return new PublicApi(system, otherKey);
  }

  String key() {
    return key;
  }

  URI uri(String service, String path) {
    return system.address(service).resolve(path);
  }

  HttpRequest.Builder request(String service, String path) {
    return HttpRequest.newBuilder(uri(service, path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + key);
  }

  Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return Answer.of(http.send(request.build(), BodyHandlers.ofString()));
  }

  Answer get(String service, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(service, path);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /** Uploads a plain body under a name that is already percent-encoded. */
  Answer upload(String name, byte[] content) throws IOException, InterruptedException {
    return send(
        request(GATEWAY, "/api/v1/uploads?name=" + name)
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(content)));
  }

  Answer upload(Form form) throws IOException, InterruptedException {
    return send(
        request(GATEWAY, "/api/v1/uploads")
            .header("Content-Type", form.contentType())
            .POST(BodyPublishers.ofByteArray(form.bytes())));
  }

  /** Uploads what has to be taken, and gives its id. */
  String stored(String name, byte[] content) throws IOException, InterruptedException {
    Answer answer = upload(name, content);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json().required("id").asString();
  }

  JsonNode upload(String id) throws IOException, InterruptedException {
    return read("/api/v1/uploads/" + id);
  }

  List<JsonNode> uploads() throws IOException, InterruptedException {
    return read("/api/v1/uploads?limit=1000").required("data").valueStream().toList();
  }

  List<JsonNode> deals(String upload) throws IOException, InterruptedException {
    return read("/api/v1/deals?limit=1000&upload=" + upload)
        .required("data")
        .valueStream()
        .toList();
  }

  JsonNode deal(String id) throws IOException, InterruptedException {
    return read("/api/v1/deals/" + id);
  }

  /** Orders the devnet to do something. */
  JsonNode devnet(String method, String path, String json)
      throws IOException, InterruptedException {
    Answer answer =
        send(
            HttpRequest.newBuilder(uri("devnet", path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(json)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  /** Sends any bytes, says that no more follow, and reads until the server closes. */
  Answer raw(String service, String head, byte[] body) throws IOException {
    URI address = system.address(service);
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(SOCKET_TIMEOUT_MS);
      socket
          .getOutputStream()
          .write(head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(body);
      socket.shutdownOutput();
      return Answer.parse(
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private JsonNode read(String path) throws IOException, InterruptedException {
    Answer answer = get(GATEWAY, path);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }
}
