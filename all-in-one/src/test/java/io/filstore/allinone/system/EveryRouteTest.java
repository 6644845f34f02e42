package io.filstore.allinone.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Every route that any service maps, of whichever library, asked without a credential and with a
 * wrong one.
 */
class EveryRouteTest {
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";

  /**
   * What answers everyone: health, who has public content, and of the simulator what a real network
   * shows everyone.
   */
  private static final Map<String, List<String>> OPEN =
      Map.of(
          "gateway",
          List.of("/health", "/health/live", "/health/ready"),
          "retrieval",
          List.of(
              "/routing/v1/providers/{cid}",
              "/routing/v1/peers/{peer}",
              "/routing/v1/ipns/**",
              "/routing/v1/dht/**",
              "/routing/v1/providers",
              "/routing/v1/providers/",
              "/routing/v1/**"),
          "devnet",
          List.of(
              "/",
              "/error",
              "/rpc/v1",
              "/StateMarketDeals.json.zst",
              "/devnet/status",
              "/devnet/providers",
              "/devnet/faucet"));

  @TempDir static Path folder;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static SystemOptions options;
  private static Database database;

  @BeforeAll
  static void startDatabase() {
    options = SystemOptions.isolated(folder, Map.of("LOTUS_TOKEN", TOKEN));
    database =
        Database.start(
            folder.resolve("postgres"),
            options.ports().postgres(),
            TOKEN,
            folder.resolve("pg.log"));
    database.migrate();
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  static Stream<ServiceUnit> units() {
    return Stream.concat(ServiceUnit.SERVICES.stream(), Stream.of(ServiceUnit.DEVNET));
  }

  private record Route(String method, String pattern) implements Comparable<Route> {
    String path() {
      return pattern.replaceAll("\\{[^}]*}", "x").replace("/**", "/x").replace("*", "x");
    }

    /** A fixed path may deny that it is there; behind a pattern 404 would be an answer. */
    List<Integer> refusals() {
      return pattern.contains("{") ? List.of(401, 403) : List.of(401, 403, 404);
    }

    boolean isHealth() {
      return pattern.startsWith("/actuator/health");
    }

    @Override
    public int compareTo(Route other) {
      return toString().compareTo(other.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("units")
  void answersNobodyWithoutACredentialExceptHealth(ServiceUnit unit) throws Exception {
    try (ConfigurableApplicationContext service = unit.start(settings())) {
      Set<Route> routes = routes(service);
      assertThat(routes).extracting(Route::pattern).contains("/actuator/health");
      routes.removeIf(route ->
          route.isHealth() || OPEN.getOrDefault(unit.name(), List.of()).contains(route.pattern()));
      for (Route route : routes) {
        assertThat(route.refusals()).as(unit + " " + route).contains(status(unit, route, ""));
        assertThat(route.refusals())
            .as(unit + " " + route)
            .contains(status(unit, route, "fsk_guess"));
      }
    }
  }

  private static Map<String, String> settings() {
    Secrets secrets = Secrets.loadOrCreate(folder.resolve("secrets"));
    Map<String, String> settings =
        new HashMap<>(Settings.of(options, secrets, Database.url(options.ports().postgres())));
    settings.put("DATABASE_PASSWORD", TOKEN);
    return settings;
  }

  private static Set<Route> routes(ConfigurableApplicationContext service) {
    Set<Route> routes = new TreeSet<>();
    for (var mapping : service.getBeansOfType(RequestMappingInfoHandlerMapping.class).values()) {
      mapping.getHandlerMethods().keySet().forEach(info -> add(routes, info));
    }
    for (var mapping : service.getBeansOfType(AbstractUrlHandlerMapping.class).values()) {
      mapping.getHandlerMap().keySet().forEach(path -> routes.add(new Route("GET", path)));
    }
    return routes;
  }

  private static void add(Set<Route> routes, RequestMappingInfo info) {
    Set<RequestMethod> named = info.getMethodsCondition().getMethods();
    List<String> methods =
        named.isEmpty()
            ? List.of(HttpMethod.GET.name(), HttpMethod.POST.name())
            : named.stream().map(Enum::name).toList();
    info.getPatternValues()
        .forEach(path -> methods.forEach(method -> routes.add(new Route(method, path))));
  }

  private static int status(ServiceUnit unit, Route route, String credential)
      throws IOException, InterruptedException {
    int port = unit.port().applyAsInt(options.ports());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + route.path()))
            .header("Content-Type", "application/json")
            .method(route.method(), HttpRequest.BodyPublishers.ofString("{}"));
    if (!credential.isEmpty()) {
      request.header("Authorization", "Bearer " + credential);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
