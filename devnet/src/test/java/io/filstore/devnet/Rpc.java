package io.filstore.devnet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls the devnet as any client would. */
final class Rpc {
  static final JsonMapper JSON = JsonMapper.shared();
  static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI url;

  Rpc(Devnet devnet) {
    this.url = devnet.lotusUrl();
  }

  /** The result; an error reply fails the test. */
  JsonNode call(String method, Object... params) {
    JsonNode reply = reply(method, params);
    if (!reply.has("result")) {
      throw new AssertionError(method + " answered " + reply);
    }
    return reply.get("result");
  }

  /** The whole reply. */
  JsonNode reply(String method, Object... params) {
    return JSON.readTree(post(request(method, params).toString()).body());
  }

  static ObjectNode request(String method, Object... params) {
    ObjectNode request = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1);
    request.put("method", "Filecoin." + method);
    ArrayNode array = request.putArray("params");
    for (Object param : params) {
      array.add(JSON.<JsonNode>valueToTree(param == NULL ? null : param));
    }
    return request;
  }

  /** A JSON null among parameters. */
  static final Object NULL = new Object();

  HttpResponse<String> post(String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  static HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(request + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
