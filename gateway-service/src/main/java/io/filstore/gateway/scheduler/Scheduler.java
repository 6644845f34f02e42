package io.filstore.gateway.scheduler;

import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The scheduler's internal API. What it refuses becomes a problem with the same code and detail.
 */
@Component
public final class Scheduler {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final Duration AGAIN = Duration.ofSeconds(10);

  /** The largest answer is a thousand allocations. */
  private static final long MAX_ANSWER = 4 << 20;

  private final OkHttpClient http;
  private final SchedulerProperties properties;
  private final JsonMapper json;

  Scheduler(SchedulerProperties properties, JsonMapper json) {
    this.properties = properties;
    this.json = json;
    this.http =
        new OkHttpClient.Builder()
            .connectTimeout(Duration.ofSeconds(5))
            .readTimeout(properties.timeout())
            .callTimeout(properties.timeout())
            .followRedirects(false)
            .build();
  }

  /** A successful answer. */
  public record Answer(int status, JsonNode body) {}

  /** GET with query parameters; those that are null are left out. */
  public Answer get(Map<String, @Nullable String> query, String... path) {
    return call(new Request.Builder().get().url(url(query, path)));
  }

  public Answer post(byte[] body, String... path) {
    return call(
        new Request.Builder().post(RequestBody.create(body, JSON)).url(url(Map.of(), path)));
  }

  public Answer put(byte[] body, String... path) {
    return call(new Request.Builder().put(RequestBody.create(body, JSON)).url(url(Map.of(), path)));
  }

  private HttpUrl url(Map<String, @Nullable String> query, String... path) {
    HttpUrl.Builder url =
        HttpUrl.get(properties.url().toString()).newBuilder().addPathSegment("internal");
    Arrays.stream(path).forEach(url::addPathSegment);
    query.forEach((name, value) -> {
      if (value != null) {
        url.addQueryParameter(name, value);
      }
    });
    return url.build();
  }

  private Answer call(Request.Builder request) {
    request.header("Authorization", "Bearer " + properties.internalToken());
    try (Response response = http.newCall(request.build()).execute()) {
      byte[] body = response.peekBody(MAX_ANSWER).bytes();
      Optional<JsonNode> read = read(body);
      if (response.isSuccessful() && read.isPresent()) {
        return new Answer(response.code(), read.get());
      }
      throw refusal(response.code(), read);
    } catch (IOException e) {
      throw away(e);
    }
  }

  private Optional<JsonNode> read(byte[] body) {
    try {
      return Optional.of(json.readTree(body));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static ProblemException refusal(int status, Optional<JsonNode> document) {
    String code = document.map(node -> node.path("code").asString("")).orElse("");
    String detail = document.map(node -> node.path("detail").asString("")).orElse("");
    Optional<ProblemCode> known =
        Arrays.stream(ProblemCode.values()).filter(one -> one.code().equals(code)).findFirst();
    if (known.isEmpty() || detail.isEmpty()) {
      return status >= 400 && status < 500 && status != 401
          ? ProblemException.invalid("The request does not have the documented members and types.")
          : away(new IOException("the scheduler answered " + status));
    }
    return known.get().retryable()
        ? ProblemException.retryable(known.get(), detail, AGAIN)
        : new ProblemException(known.get(), detail);
  }

  private static ProblemException away(IOException cause) {
    return ProblemException.retryable(
        ProblemCode.UNAVAILABLE, "The deals service does not answer at the moment.", AGAIN, cause);
  }
}
