package io.filstore.devnet;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;

/** Orders over the control interface, JSON with single quotes for short. */
final class Control {
  private final Devnet devnet;

  Control(Devnet devnet) {
    this.devnet = devnet;
  }

  JsonNode post(String path, String order) {
    HttpResponse<String> answer = send("POST", path, order);
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + " answered " + answer.statusCode() + " " + answer.body());
    }
    return Rpc.JSON.readTree(answer.body());
  }

  JsonNode get(String path) {
    return Rpc.JSON.readTree(send("GET", path, "").body());
  }

  JsonNode delete(String path) {
    return Rpc.JSON.readTree(send("DELETE", path, "").body());
  }

  HttpResponse<String> send(String method, String path, String order) {
    return Rpc.send(
        HttpRequest.newBuilder(devnet.baseUrl().resolve(path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(order.replace('\'', '"')))
            .build());
  }
}
