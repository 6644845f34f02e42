package io.filstore.retrieval.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.car.CarReader;
import io.filstore.fixtures.Fixtures;
import io.filstore.multiformats.Cid;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The assertions of ipfs/gateway-conformance, exported as data. */
class GatewayCasesTest {

  @TempDir static Path cars;
  private static RunningServer server;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start(cars, "filstore.retrieval.access.public-content=true");
    Path folder = Fixtures.path("gateway");
    Owner owner = server.owner("fixtures", "content:read");
    Set<String> seen = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".car")).sorted().toList()) {
        byte[] car = Files.readAllBytes(file);
        List<Cid> roots = new CarReader(new ByteArrayInputStream(car)).roots();
        if (!roots.isEmpty()
            && seen.add(
                HexFormat.of()
                    .formatHex(io.filstore.multiformats.Multihash.sha256(car).digest()))) {
          server.store(owner, car, roots.getFirst(), 1);
        }
      }
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> cases() {
    return Fixtures.json("gateway/cases.json")
        .valueStream()
        .map(one ->
            DynamicTest.dynamicTest(
                one.get("spec").asString() + ": " + one.get("id").asString(), () -> run(one)));
  }

  private static void run(JsonNode one) throws Exception {
    JsonNode request = one.get("request");
    HttpResponse<byte[]> answer =
        server.send(
            request.get("method").asString(), path(request), "", headers(request.get("headers")));
    List<String> objections = new ArrayList<>();
    for (JsonNode expected : one.get("expect").get("anyOf").values()) {
      String objection = objection(expected, answer);
      if (objection.isEmpty()) {
        return;
      }
      objections.add(objection);
    }
    assertThat(objections)
        .as("status %d, headers %s", answer.statusCode(), answer.headers().map())
        .isEmpty();
  }

  private static String path(JsonNode request) {
    StringBuilder path = new StringBuilder(request.get("path").asString());
    char separator = '?';
    for (var parameter : request.get("query").properties()) {
      path.append(separator).append(parameter.getKey()).append('=');
      path.append(URLEncoder.encode(parameter.getValue().asString(), UTF_8));
      separator = '&';
    }
    return path.toString();
  }

  private static String[] headers(JsonNode headers) {
    List<String> pairs = new ArrayList<>();
    headers
        .properties()
        .forEach(header -> {
          pairs.add(header.getKey());
          pairs.add(header.getValue().asString());
        });
    return pairs.toArray(String[]::new);
  }

  /** Why the answer is not the expected one; empty when it is. */
  private static String objection(JsonNode expected, HttpResponse<byte[]> answer)
      throws IOException {
    if (expected.has("status") && expected.get("status").asInt() != answer.statusCode()) {
      return "status is not " + expected.get("status");
    }
    if (expected.has("headers")) {
      for (var header : expected.get("headers").properties()) {
        String value = String.join(", ", answer.headers().allValues(header.getKey()));
        if (!fits(header.getValue(), value)) {
          return header.getKey() + " is \"" + value + "\", not " + header.getValue();
        }
      }
    }
    if (expected.has("bodyHex")
        && !expected.get("bodyHex").asString().equals(HexFormat.of().formatHex(answer.body()))) {
      return "body differs";
    }
    if (expected.has("bodyContainsAll")) {
      String text = new String(answer.body(), UTF_8);
      for (JsonNode part : expected.get("bodyContainsAll").values()) {
        if (!text.contains(part.asString())) {
          return "body lacks " + part;
        }
      }
    }
    return expected.has("car") ? carObjection(expected.get("car"), answer.body()) : "";
  }

  private static boolean fits(JsonNode operators, String value) {
    return operators
        .propertyStream()
        .allMatch(operator -> fits(operator.getKey(), operator.getValue(), value));
  }

  private static boolean fits(String operator, JsonNode operand, String value) {
    return switch (operator) {
      case "equals" -> value.replace("; ", ";").equals(operand.asString().replace("; ", ";"));
      case "contains" -> value.contains(operand.asString());
      case "containsAll" -> operand.valueStream().allMatch(part -> value.contains(part.asString()));
      case "matches" -> Pattern.compile(operand.asString()).matcher(value).find();
      case "notEmpty" -> !value.isEmpty();
      case "emptyOrEquals" -> value.isEmpty() || value.equals(operand.asString());
      case "hasTokens" -> {
        List<String> tokens = List.of(value.toLowerCase(Locale.ROOT).split("\\s*,\\s*"));
        yield operand
            .valueStream()
            .allMatch(token -> tokens.contains(token.asString().toLowerCase(Locale.ROOT)));
      }
      case "cacheControl" ->
          value.contains("public") && value.contains("immutable") && value.contains("max-age=");
      default -> throw new IllegalStateException("unknown operator " + operator);
    };
  }

  private static String carObjection(JsonNode expected, byte[] body) throws IOException {
    CarReader car = new CarReader(new ByteArrayInputStream(body));
    List<String> found = new ArrayList<>();
    for (CarReader.Section s = car.nextSection(); s != null; s = car.nextSection()) {
      found.add(s.cid().toString());
    }
    if (!expected.path("ignoreRoots").asBoolean(false) && expected.has("roots")) {
      List<String> roots = car.roots().stream().map(Cid::toString).toList();
      if (!roots.equals(expected.get("roots").valueStream().map(JsonNode::asString).toList())) {
        return "roots are " + roots;
      }
    }
    List<String> blocks = expected.get("blocks").valueStream().map(JsonNode::asString).toList();
    boolean ordered = expected.path("ordered").asBoolean(false);
    boolean exact = expected.path("exact").asBoolean(false);
    boolean good =
        ordered && exact
            ? found.equals(blocks)
            : found.containsAll(blocks) && (!exact || Set.copyOf(found).equals(Set.copyOf(blocks)));
    return good ? "" : "blocks are " + found + ", not " + blocks;
  }
}
