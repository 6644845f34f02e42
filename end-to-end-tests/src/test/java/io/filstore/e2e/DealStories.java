package io.filstore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Waits for what becomes of an upload's deals, as {@code GET /deals} tells it. */
final class DealStories {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final PublicApi api;
  private final Random random = new Random();

  DealStories(PublicApi api) {
    this.api = api;
  }

  /** Uploads random bytes, which nobody can have stored before. */
  String upload(int size) throws IOException, InterruptedException {
    byte[] content = new byte[size];
    random.nextBytes(content);
    return api.stored("random.bin", content);
  }

  /** Orders a fault at a provider, as a JSON object with single quotes. */
  void fault(String provider, String order) throws IOException, InterruptedException {
    api.devnet("POST", faults(provider), order.replace('\'', '"'));
  }

  void clearFaults(String provider) throws IOException, InterruptedException {
    api.devnet("DELETE", faults(provider), "");
  }

  /** The first deal of the upload that is in the state with the cause; read by its own id. */
  JsonNode deal(String upload, String state, String cause) {
    return deal(upload, deal -> is(deal, state, cause));
  }

  JsonNode deal(String upload, Predicate<JsonNode> wanted) {
    JsonNode row =
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(100))
            .until(
                () -> api.deals(upload).stream().filter(wanted).toList(), deals -> !deals.isEmpty())
            .getFirst();
    return row;
  }

  /** Waits until the policy's two copies are proven, and gives all deals of the upload. */
  List<JsonNode> active(String upload) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> api.deals(upload),
            deals -> deals.stream().filter(deal -> state(deal).equals("active")).count() == 2);
  }

  static String state(JsonNode deal) {
    return deal.path("state").asString("");
  }

  static String text(JsonNode deal) {
    assertThat(deal.at("/cause/text").isString()).as("%s", deal).isTrue();
    return deal.at("/cause/text").asString();
  }

  /** The types of the deal's events, oldest first. */
  List<String> eventTypes(String deal) throws IOException, InterruptedException {
    return api.get(PublicApi.GATEWAY, "/api/v1/deals/" + deal + "/history?limit=1000")
        .json()
        .required("data")
        .valueStream()
        .map(event -> event.required("type").asString())
        .toList();
  }

  static boolean is(JsonNode deal, String state, String cause) {
    return state(deal).equals(state) && deal.at("/cause/code").asString("").equals(cause);
  }

  private static String faults(String provider) {
    return "/devnet/providers/" + provider + "/faults";
  }
}
