package io.filstore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.allinone.system.FilstoreSystem;
import io.filstore.allinone.system.SystemOptions;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What a client sees when providers, chain or DataCap fail a verified deal, and that the deal goes
 * on by itself once the cause is gone.
 */
class ProviderTroubleTest {
  private static final long KIB = 1024;

  @TempDir static Path folder;
  private static TcpRelay chain;
  private static ClientPurse purse;
  private static FilstoreSystem system;
  private static PublicApi api;
  private static DealStories stories;

  @BeforeAll
  static void start() throws Exception {
    purse = ClientPurse.empty(folder);
    SystemOptions plain = SystemOptions.isolated(folder.resolve("data"), Map.of());
    chain = TcpRelay.to(plain.ports().devnet());
    Map<String, String> settings = new HashMap<>(purse.settings());
    settings.put("DEVNET_BLOCK_DELAY", "150ms");
    settings.put("LOTUS_RPC", "http://127.0.0.1:" + chain.port() + "/rpc/v1");
    system =
        FilstoreSystem.start(
            new SystemOptions(plain.folder(), plain.bindAddress(), plain.ports(), settings));
    api = new PublicApi(system.description());
    stories = new DealStories(api);
    purse.fill(api, 100, 512 * KIB);
  }

  @AfterAll
  static void stop() throws Exception {
    system.close();
    chain.close();
  }

  @AfterEach
  void noFaultStays() throws Exception {
    stories.clearFaults("f01000");
    stories.clearFaults("f01001");
  }

  @Test
  void aDealWaitsForAProviderThatIsNotReachable() throws Exception {
    stories.fault("f01001", "{'kind':'unreachable'}");
    String upload = stories.upload(3000);

    JsonNode blocked = stories.deal(upload, deal -> DealStories.state(deal).equals("blocked"));
    assertThat(blocked.path("provider").asString()).isEqualTo("f01001");
    assertThat(blocked.at("/cause/code").asString())
        .isIn("provider_unreachable", "no_eligible_provider");
    assertThat(DealStories.text(blocked)).contains(address("f01001"));

    stories.clearFaults("f01001");
    assertThat(stories.active(upload)).hasSize(2);
  }

  @Test
  void aRefusalIsShownInTheProvidersOwnWords() throws Exception {
    stories.fault("f01000", "{'kind':'refuse','text':'we are full of art','status':400}");
    String upload = stories.upload(4000);

    String id = stories.deal(upload, "rejected", "provider_refused").required("id").asString();
    assertThat(DealStories.text(api.deal(id))).contains("we are full of art");

    assertThat(stories.active(upload)).hasSize(3);
  }

  @Test
  void aProviderThatComputesAnotherCommitmentIsReplacedByANewDeal() throws Exception {
    stories.fault("f01000", "{'kind':'wrong_commp'}");
    String upload = stories.upload(5000);

    JsonNode failed = stories.deal(upload, "failed", "commp_mismatch");
    assertThat(failed.path("provider").asString()).isEqualTo("f01000");
    assertThat(DealStories.text(failed)).contains("baga6ea4seaq");

    assertThat(stories.active(upload)).hasSize(3);
  }

  @Test
  void aProviderThatLosesWhatItAcceptedIsSentTheSameOfferAgain() throws Exception {
    stories.fault("f01000", "{'kind':'lose_deal'}");
    String upload = stories.upload(5500);

    JsonNode lost =
        stories.deal(upload, deal -> DealStories.is(deal, "accepted", "provider_forgot"));
    String id = lost.required("id").asString();
    assertThat(lost.path("provider").asString()).isEqualTo("f01000");

    assertThat(stories.active(upload)).hasSize(2);
    assertThat(api.deal(id).path("proposal_key")).isEqualTo(lost.path("proposal_key"));
    assertThat(api.deal(id).path("allocation_id")).isEqualTo(lost.path("allocation_id"));
    assertThat(stories.eventTypes(id)).containsSubsequence("deal.lost", "deal.offered_again");
  }

  @Test
  void aDealWaitsForDataCapAndSaysHowMuch() throws Exception {
    String upload = stories.upload(600_000);

    JsonNode blocked = stories.deal(upload, "blocked", "datacap");
    assertThat(DealStories.text(blocked))
        .containsPattern("needs 1048576 bytes of DataCap, [0-9]+ are spendable");

    purse.fill(api, 0, 2048 * KIB);
    assertThat(stories.active(upload)).hasSize(2);
  }

  @Test
  void aDealWaitsForTheChainAndGoesOn() throws Exception {
    String upload = stories.upload(6000);
    stories.deal(upload, deal -> DealStories.state(deal).equals("allocating"));
    chain.cut();

    JsonNode waiting = stories.deal(upload, "allocating", "chain_unavailable");
    assertThat(DealStories.text(waiting)).contains("127.0.0.1:" + chain.port());
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> {
          JsonNode health = health("deals-watcher");
          assertThat(health.at("/components/chain/status").asString("")).isEqualTo("STALE");
          assertThat(health.at("/components/chain/details/outage").asString("")).isNotEmpty();
        });

    chain.mend();
    assertThat(stories.active(upload))
        .hasSize(2)
        .allMatch(deal -> deal.path("cause").isNull() || deal.path("cause").isMissingNode());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> health("deals-watcher").path("status").asString("").equals("UP"));
  }

  private static JsonNode health(String service) throws Exception {
    return api.send(HttpRequest.newBuilder(api.uri(service, "/actuator/health"))).json();
  }

  /** Host and port of a provider, as its refusal to connect names it. */
  private static String address(String provider) throws Exception {
    for (JsonNode each : api.devnet("GET", "/devnet/providers", "").values()) {
      if (each.path("provider").asString().equals(provider)) {
        return each.path("url").asString().replace("http://", "");
      }
    }
    throw new AssertionError("the devnet has no " + provider);
  }
}
