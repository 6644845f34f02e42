package io.filstore.gateway;

import io.filstore.db.TestDatabase;
import io.filstore.db.account.ApiKeyText;
import io.filstore.db.account.ApiKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real gateway on a real port over a real database; one account with all scopes is {@link
 * #key()}.
 */
public final class RunningGateway implements AutoCloseable {
  public static final String PEPPER = "pepper-of-the-tests-pepper-of-the-tests";
  public static final String TOKEN = "internal-token-of-the-tests-0123456789";
  public static final String WEBHOOK_KEY = "0123456789abcdef".repeat(4);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<String> ALL =
      Set.of(
          "uploads:write",
          "uploads:read",
          "deals:read",
          "content:read",
          "wallets:read",
          "wallets:manage",
          "deals:plan",
          "admin:*");

  private final TestDatabase database;
  private final Path staging;
  private final ConfigurableApplicationContext context;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ApiKeyText key;

  private RunningGateway(TestDatabase database, Path staging, String... properties) {
    this.database = database;
    this.staging = staging;
    this.context = GatewayApplication.builder().run(arguments(database, staging, properties));
    this.key = newKey("tests", ALL);
  }

  private static String[] arguments(TestDatabase database, Path staging, String... properties) {
    Stream<String> own =
        Stream.of(
            "server.port=0",
            "filstore.gateway.account.pepper=" + PEPPER,
            "filstore.gateway.live.internal-token=" + TOKEN,
            "filstore.gateway.webhook.key=" + WEBHOOK_KEY,
            "filstore.gateway.upload.staging-dir=" + staging,
            "filstore.gateway.upload.max-size=4MB",
            "filstore.gateway.upload.max-files=20",
            "filstore.gateway.upload.staging-reserve=1MB");
    Map<String, String> byName = new LinkedHashMap<>();
    Stream.of(Arrays.stream(database.springProperties()), own, Arrays.stream(properties))
        .flatMap(all -> all)
        .forEach(property -> byName.put(property.split("=", 2)[0], "--" + property));
    return byName.values().toArray(String[]::new);
  }

  /** Starts on a fresh database and a fresh staging folder. */
  public static RunningGateway start(String... properties) {
    try {
      return start(TestDatabase.fresh(), Files.createTempDirectory("staging"), properties);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts on what is there. */
  public static RunningGateway start(TestDatabase database, Path staging, String... properties) {
    return new RunningGateway(database, staging, properties);
  }

  public TestDatabase database() {
    return database;
  }

  public Path staging() {
    return staging;
  }

  public String key() {
    return key.reveal();
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** All beans of a type. */
  public <T> Stream<T> beans(Class<T> type) {
    return context.getBeansOfType(type).values().stream();
  }

  public int port() {
    return Objects.requireNonNull(
            ((ServletWebServerApplicationContext) context).getWebServer(), "started")
        .getPort();
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** A key of the named account. */
  public ApiKeyText newKey(String account, Set<String> scopes) {
    ApiKeys keys = new ApiKeys(database.jdbc(), Clock.systemUTC());
    ApiKeyText text = ApiKeyText.generate();
    keys.add(text.id(), keys.account(account), "test", text.hash(PEPPER), scopes, null);
    return text;
  }

  public String accountId(String name) {
    return new ApiKeys(database.jdbc(), Clock.systemUTC()).account(name);
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + key());
  }

  public HttpResponse<String> get(String path) {
    return send(request(path));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public static JsonNode json(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }

  @Override
  public void close() {
    context.close();
  }
}
