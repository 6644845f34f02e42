package io.filstore.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.allinone.demo.ChaosDemo;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Content ends protected although providers, the node and the chain fail. */
class ChaosTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"1, mk12, 3", "14, ddo, 4"})
  void theUploadEndsProtectedAndIsReadBack(long seed, String product, int leastDeals) {
    ObjectNode facts =
        ChaosDemo.factsOf(folder, seed, List.of(Repository.top().resolve("samples/expedition")));

    JsonNode chaos = facts.required("chaos");
    assertThat(chaos.required("protected").asBoolean()).isTrue();
    assertThat(chaos.required("product").asString()).isEqualTo(product);
    assertThat(told(chaos, "chaos")).as("what was done to the system").hasSizeGreaterThan(5);
    assertThat(told(chaos, "system")).as("what it did").hasSizeGreaterThan(9);
    assertThat(told(chaos, "chaos"))
        .as("a provider lost what it had accepted")
        .anyMatch(line -> line.contains("crashed before it was stored"));
    assertThat(facts.required("deals").valueStream())
        .as("what was lost was offered again, what was given up was replaced")
        .hasSizeGreaterThanOrEqualTo(leastDeals);
    assertThat(active(facts)).hasSize(3).doesNotHaveDuplicates();
    assertThat(facts.at("/retrieved/by_piece_cid")).hasSize(4);
    assertThat(facts.at("/retrieved/by_payload_cid/equal").asBoolean()).isTrue();
  }

  private static List<String> told(JsonNode chaos, String who) {
    return chaos
        .required("timeline")
        .valueStream()
        .filter(line -> line.path("who").asString("").equals(who))
        .map(line -> line.path("text").asString())
        .toList();
  }

  private static List<String> active(ObjectNode facts) {
    return facts
        .required("deals")
        .valueStream()
        .filter(deal -> deal.path("state").asString("").equals("active"))
        .map(deal -> deal.path("provider").asString())
        .toList();
  }
}
