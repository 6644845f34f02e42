package io.filstore.allinone.demo;

import io.filstore.allinone.system.SystemException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The devnet's control interface. */
final class DevnetControl {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final MediaType TYPE = MediaType.get("application/json");

  private final OkHttpClient http;
  private final URI base;
  private long lastIncident;

  DevnetControl(OkHttpClient http, URI base) {
    this.http = http.newBuilder().readTimeout(java.time.Duration.ofMinutes(2)).build();
    this.base = base;
  }

  void order(Order order) {
    call(request(order.path()).post(RequestBody.create(order.body(), TYPE)));
  }

  /** Lets so many epochs pass at once. */
  void runForward(int epochs) {
    order(new Order("/devnet/tick", "{\"n\":%d}".formatted(epochs), ""));
  }

  void clearFaults() {
    call(request("/devnet/faults").delete());
  }

  long height() {
    return call(request("/devnet/status")).required("height").asLong();
  }

  /** What went wrong since the last call, oldest first. */
  List<JsonNode> newIncidents() {
    List<JsonNode> fresh = new ArrayList<>();
    call(request("/devnet/incidents?after=" + lastIncident)).forEach(fresh::add);
    if (!fresh.isEmpty()) {
      lastIncident = fresh.getLast().required("seq").asLong();
    }
    return fresh;
  }

  private Request.Builder request(String path) {
    return new Request.Builder().url(base.resolve(path).toString());
  }

  private JsonNode call(Request.Builder request) {
    try (Response response = http.newCall(request.build()).execute()) {
      String text = response.body().string();
      if (!response.isSuccessful()) {
        throw new SystemException(
            "The devnet refused an order: %d %s".formatted(response.code(), text));
      }
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new SystemException("The devnet at " + base + " broke off: " + e.getMessage(), e);
    }
  }
}
