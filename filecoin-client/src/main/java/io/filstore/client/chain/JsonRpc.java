package io.filstore.client.chain;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON-RPC 2.0 over HTTP POST as go-jsonrpc serves it: an answer is read whatever the HTTP status,
 * because protocol errors come with 500 and application errors with 200, and a null result is an
 * answer.
 */
final class JsonRpc {

  private static final MediaType JSON_TYPE = MediaType.get("application/json");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final int TOO_MANY_REQUESTS = 429;
  private static final Duration DEFAULT_REST = Duration.ofSeconds(5);

  private final OkHttpClient http;
  private final OkHttpClient patientHttp;
  private final HttpUrl endpoint;
  private final @Nullable String token;
  private final AtomicLong ids = new AtomicLong();

  JsonRpc(OkHttpClient http, HttpUrl endpoint, @Nullable String token) {
    this.http = http;
    this.patientHttp =
        http.newBuilder().callTimeout(Duration.ZERO).readTimeout(Duration.ofMinutes(10)).build();
    this.endpoint = endpoint;
    this.token = token == null || token.isBlank() ? null : token;
  }

  /** The result, a {@link NullNode} when it is null. */
  JsonNode call(String method, @Nullable Object... params) {
    try (Response response = http.newCall(request(method, params)).execute()) {
      requireNotLimited(method, response);
      return result(method, response.code(), response.body().bytes());
    } catch (IOException e) {
      throw new ChainUnavailable(method + " at " + endpoint.redact() + ": " + e, e);
    }
  }

  /**
   * The response itself, for answers too large to hold; the caller closes it. Not cut off by the
   * usual timeouts.
   */
  Response open(String method, @Nullable Object... params) {
    return open(Duration.ZERO, method, params);
  }

  /** The same, cut off after a time that the body's reading counts to; zero: never. */
  Response open(Duration patience, String method, @Nullable Object... params) {
    try {
      Call call = patientHttp.newCall(request(method, params));
      call.timeout().timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
      Response response = call.execute();
      requireNotLimited(method, response);
      return response;
    } catch (IOException e) {
      throw new ChainUnavailable(method + " at " + endpoint.redact() + ": " + e, e);
    }
  }

  /** HTTP 429: how long to wait is in the header, as seconds or as a date (RFC 9110, 10.2.3). */
  private static void requireNotLimited(String method, Response response) {
    if (response.code() != TOO_MANY_REQUESTS) {
      return;
    }
    response.close();
    throw new ChainUnavailable(method + ": HTTP 429, too many requests", retryAfter(response));
  }

  private static Duration retryAfter(Response response) {
    String seconds = response.header("Retry-After");
    if (seconds != null && seconds.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(seconds));
    }
    Instant date = response.headers().getInstant("Retry-After");
    Duration left = date == null ? DEFAULT_REST : Duration.between(Instant.now(), date);
    return left.isNegative() ? Duration.ZERO : left;
  }

  static ChainError error(String method, JsonNode error) {
    return new ChainError(
        method, error.path("code").asInt(0), error.path("message").asString("no message"));
  }

  private JsonNode result(String method, int status, byte[] body) {
    JsonNode answer;
    try {
      answer = JSON.readTree(body);
    } catch (JacksonException e) {
      throw new ChainUnavailable(method + ": HTTP " + status + " without a JSON answer", e);
    }
    if (answer.hasNonNull("error")) {
      throw error(method, answer.path("error"));
    }
    JsonNode result = answer.get("result");
    if (result == null) {
      throw new ChainUnavailable(method + ": HTTP " + status + " with neither result nor error");
    }
    return result;
  }

  private Request request(String method, @Nullable Object... params) {
    ObjectNode call = JSON.createObjectNode();
    call.put("jsonrpc", "2.0").put("id", ids.incrementAndGet()).put("method", "Filecoin." + method);
    ArrayNode list = call.putArray("params");
    for (Object param : params) {
      list.add(param == null ? NullNode.getInstance() : JSON.valueToTree(param));
    }
    Request.Builder request =
        new Request.Builder()
            .url(endpoint)
            .post(RequestBody.create(JSON.writeValueAsBytes(call), JSON_TYPE));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return request.build();
  }
}
