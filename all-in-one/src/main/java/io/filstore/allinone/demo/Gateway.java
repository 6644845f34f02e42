package io.filstore.allinone.demo;

import io.filstore.allinone.system.SystemException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public REST API, as any other client would use it. */
final class Gateway {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final OkHttpClient http;
  private final URI base;
  private final String apiKey;

  Gateway(OkHttpClient http, URI base, String apiKey) {
    // The answer to an upload comes after the last byte is on disk: no limit on the whole call.
    this.http = http.newBuilder().readTimeout(Duration.ofMinutes(10)).build();
    this.base = base;
    this.apiKey = apiKey;
  }

  JsonNode upload(SourceTree tree, LongConsumer sent) {
    HttpUrl.Builder url = url("/api/v1/uploads").addQueryParameter("name", tree.name());
    return call(request(url).post(UploadBody.of(tree, sent)).build());
  }

  JsonNode upload(String id) {
    return call(request(url("/api/v1/uploads/" + id)).build());
  }

  JsonNode piece(String pieceCid) {
    return call(request(url("/api/v1/pieces/" + pieceCid)).build());
  }

  /** All deals, or those of one piece. */
  List<JsonNode> deals(String pieceCid) {
    List<JsonNode> deals = new ArrayList<>();
    String cursor = "";
    do {
      HttpUrl.Builder url = url("/api/v1/deals").addQueryParameter("limit", "200");
      if (!pieceCid.isEmpty()) {
        url.addQueryParameter("piece", pieceCid);
      }
      if (!cursor.isEmpty()) {
        url.addQueryParameter("cursor", cursor);
      }
      JsonNode page = call(request(url).build());
      page.required("data").forEach(deals::add);
      cursor = page.at("/page/next_cursor").asString("");
    } while (!cursor.isEmpty());
    return deals;
  }

  private HttpUrl.Builder url(String path) {
    HttpUrl url = HttpUrl.get(base.resolve(path));
    if (url == null) {
      throw new SystemException("The address " + base + " is not an HTTP address.");
    }
    return url.newBuilder();
  }

  private Request.Builder request(HttpUrl.Builder url) {
    return new Request.Builder().url(url.build()).header("Authorization", "Bearer " + apiKey);
  }

  private JsonNode call(Request request) {
    try (Response response = http.newCall(request).execute()) {
      String text = response.body().string();
      if (!response.isSuccessful()) {
        throw new SystemException(
            "The gateway refused %s %s: %s."
                .formatted(request.method(), request.url().encodedPath(), reason(response, text)));
      }
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new SystemException(
          "The gateway at " + base + " broke off: " + e.getMessage() + ".", e);
    }
  }

  private static String reason(Response response, String text) {
    try {
      JsonNode problem = JSON.readTree(text);
      String detail = problem.path("detail").asString(problem.path("title").asString(""));
      return response.code() + " " + detail.replaceAll("\\.$", "");
    } catch (tools.jackson.core.JacksonException e) {
      return Integer.toString(response.code());
    }
  }
}
