package io.filstore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.filstore.allinone.demo.Demo;
import io.filstore.allinone.system.FilstoreSystem;
import io.filstore.allinone.system.Health;
import io.filstore.allinone.system.SystemDescription;
import io.filstore.allinone.system.SystemException;
import io.filstore.allinone.system.SystemOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The main job from end to end in one JVM, over real ports. */
class DemoTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir static Path state;
  @TempDir Path folder;
  private static FilstoreSystem system;
  private static SystemDescription running;

  @BeforeAll
  static void start() {
    system =
        FilstoreSystem.start(
            SystemOptions.isolated(
                state, Map.of("DEVNET_BLOCK_DELAY", "300ms", "DISCOVERY_INTERVAL", "2s")));
    running = system.description();
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  @Test
  void everyServiceIsHealthy() {
    assertThat(Health.of(running)).hasSize(7).allMatch(Health.Reading::isUp);
  }

  @Test
  void storesTheSampleTreeAndBringsItBack() {
    ObjectNode facts =
        Demo.factsOf(running, List.of(Repository.top().resolve("samples/expedition")));

    JsonNode packed = facts.required("packed");
    assertThat(packed.required("payload_cid").asString()).startsWith("bafybei");
    assertThat(packed.required("piece_cid_v1").asString()).startsWith("baga6ea4seaq");
    assertThat(packed.required("piece_cid_v2").asString()).startsWith("bafkzcib");
    assertThat(facts.at("/deals")).hasSize(2).allSatisfy(DemoTest::isActive);
    assertThat(facts.at("/deals").valueStream().map(deal -> deal.path("provider").asString()))
        .doesNotHaveDuplicates();
    assertThat(facts.at("/datacap/spent").asLong())
        .isEqualTo(2 * packed.required("padded_size").asLong());
    assertThat(facts.at("/retrieved/by_piece_cid")).hasSize(3);
    assertThat(facts.at("/retrieved/by_payload_cid/equal").asBoolean()).isTrue();
  }

  @Test
  void makesNoSecondDealForContentThatIsThere() throws IOException {
    Path file = random("again.bin", 200_000);
    ObjectNode first = Demo.factsOf(running, List.of(file));

    ObjectNode second = Demo.factsOf(running, List.of(file));

    assertThat(first.at("/packed/already_stored").asBoolean()).isFalse();
    assertThat(first.required("new_deals").asInt()).isEqualTo(2);
    assertThat(second.at("/packed/already_stored").asBoolean()).isTrue();
    assertThat(second.required("new_deals").asInt()).isZero();
    assertThat(ids(second)).containsExactlyInAnyOrderElementsOf(ids(first));
  }

  @Test
  void storesAnEmptyFile() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.txt"));

    assertThat(Demo.factsOf(running, List.of(empty)).at("/deals")).hasSize(2);
  }

  @Test
  void storesSeveralPathsBesideEachOther() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree/inner"));
    Files.writeString(tree.resolve("a \"quoted\" 100% name.txt"), "quotes and percent signs");
    Path alone = random("alone.bin", 3_000_000);

    ObjectNode facts = Demo.factsOf(running, List.of(folder.resolve("tree"), alone));

    assertThat(facts.at("/received/files").asInt()).isEqualTo(2);
    assertThat(facts.at("/retrieved/by_payload_cid/equal").asBoolean()).isTrue();
  }

  /** Whoever has proven something has power; the devnet's providers answer for their products. */
  @Test
  void whoHasPowerIsFoundOnTheChain() throws Exception {
    ObjectNode facts = Demo.factsOf(running, List.of(random("found.bin", 1_000)));
    String provider = facts.at("/deals/0/provider").asString();
    URI list = running.address("gateway").resolve("/api/v1/providers/discovered?product=ddo");

    JsonNode page =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> JSON.readTree(get(list, running.apiKey()).body()),
                answer -> answer.at("/data").findValuesAsString("id").contains(provider));

    JsonNode found = page.at("/data/0");
    assertThat(found.at("/raw_power").asString()).matches("[1-9][0-9]*");
    assertThat(found.at("/base_url").asString()).startsWith("http://");
    assertThat(found.at("/problem").isNull()).isTrue();
    assertThat(page.at("/walk/total").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(page.at("/walk/problem").isNull()).isTrue();
  }

  @Test
  void saysWhatIsWrongWithAPath() {
    assertThatThrownBy(() -> Demo.factsOf(running, List.of(folder.resolve("absent"))))
        .isInstanceOf(SystemException.class)
        .hasMessageStartingWith("There is no file or folder");
    assertThatThrownBy(() -> Demo.factsOf(running, List.of(folder)))
        .isInstanceOf(SystemException.class)
        .hasMessageStartingWith("There is no file below");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gateway /api/v1/uploads",
        "gateway /api/v1/deals",
        "gateway /actuator/prometheus",
        "gateway /openapi.json",
        "deals-watcher /internal/events",
        "retrieval /piece/baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq"
      })
  void answersNothingWithoutAKey(String route) throws IOException, InterruptedException {
    String[] parts = route.split(" ");

    assertThat(get(running.address(parts[0]).resolve(parts[1]), "").statusCode()).isEqualTo(401);
    assertThat(get(running.address(parts[0]).resolve(parts[1]), "fsk_guess").statusCode())
        .isEqualTo(401);
  }

  /** On one class path every service sees the others' libraries; its own routes must still open. */
  @Test
  void answersOneQuestionInEachServiceWithAKey() throws IOException, InterruptedException {
    String key = running.apiKey();

    assertThat(get(running.address("gateway").resolve("/api/v1/uploads"), key).statusCode())
        .isEqualTo(200);
    assertThat(get(running.address("gateway").resolve("/openapi.json"), key).body())
        .contains("\"openapi\":\"3.1");
    assertThat(
            get(
                    running
                        .address("retrieval")
                        .resolve(
                            "/ipfs/bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"),
                    key)
                .statusCode())
        .isEqualTo(404);
    for (String service : List.of("data-prep", "deals-scheduler", "deals-watcher", "devnet")) {
      assertThat(get(running.address(service).resolve("/actuator/health"), "").body())
          .as(service)
          .contains("UP");
    }
  }

  private static void isActive(JsonNode deal) {
    assertThat(deal.required("state").asString()).isEqualTo("active");
    assertThat(deal.required("allocation_id").asLong()).isPositive();
    assertThat(deal.at("/active/epoch").asLong()).isPositive();
    assertThat(deal.at("/transitions").valueStream().map(move -> move.path("to").asString()))
        .contains("planned", "active");
  }

  private static List<String> ids(ObjectNode facts) {
    return facts.at("/deals").valueStream().map(deal -> deal.path("id").asString()).toList();
  }

  private Path random(String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size + System.nanoTime()).nextBytes(bytes);
    return Files.write(folder.resolve(name), bytes);
  }

  private static HttpResponse<String> get(URI address, String key)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
