package io.filstore.e2e;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The few public calls that a test of crashes needs; what the server says no to is an error here.
 */
final class ApiClient {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI gateway;
  private final URI chain;
  private final String key;

  ApiClient(URI gateway, URI chain, String key) {
    this.gateway = gateway;
    this.chain = chain;
    this.key = key;
  }

  /** Uploads one file; repeated with the same idempotency key it is the same upload. */
  String upload(String name, byte[] content, String idempotencyKey)
      throws IOException, InterruptedException {
    HttpRequest request =
        request("/api/v1/uploads?name=" + name)
            .header("Content-Type", "application/octet-stream")
            .header("Idempotency-Key", idempotencyKey)
            .POST(BodyPublishers.ofByteArray(content))
            .build();
    return call(request).required("id").asString();
  }

  /** The answer to a question of the public API. */
  JsonNode get(String path) throws IOException, InterruptedException {
    return call(request(path).build());
  }

  /** The answer to a question of the public API that has a body. */
  JsonNode post(String path, String json) throws IOException, InterruptedException {
    return call(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  JsonNode upload(String id) throws IOException, InterruptedException {
    return call(request("/api/v1/uploads/" + id).build());
  }

  List<JsonNode> deals(String upload) throws IOException, InterruptedException {
    JsonNode page = call(request("/api/v1/deals?limit=1000&upload=" + upload).build());
    return page.required("data").valueStream().toList();
  }

  /** DataCap of the address in bytes. */
  BigInteger datacap(String address) throws IOException, InterruptedException {
    String call =
        """
        {"jsonrpc":"2.0","id":1,"method":"Filecoin.StateVerifiedClientStatus","params":["%s",null]}
        """
            .formatted(address);
    HttpRequest request =
        HttpRequest.newBuilder(chain)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(call))
            .build();
    return new BigInteger(call(request).required("result").asString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(gateway.resolve(path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + key);
  }

  private JsonNode call(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          request.uri() + " answered " + response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }
}
