package io.filstore.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.allinone.system.FilstoreSystem;
import io.filstore.allinone.system.SystemOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Unverified deals over mk12 that cost money: a wallet that has none, and a refusal. */
class PaidDealTroubleTest {
  @TempDir static Path folder;
  private static ClientPurse purse;
  private static FilstoreSystem system;
  private static PublicApi api;
  private static DealStories stories;

  @BeforeAll
  static void start() throws Exception {
    purse = ClientPurse.empty(folder);
    Map<String, String> settings = new HashMap<>(purse.settings());
    settings.put("DEVNET_BLOCK_DELAY", "150ms");
    settings.put("DEVNET_PRICE", "262144000");
    settings.put("DEAL_VERIFIED_DEFAULT", "false");
    system = FilstoreSystem.start(SystemOptions.isolated(folder.resolve("data"), settings));
    api = new PublicApi(system.description());
    stories = new DealStories(api);
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  @Test
  void anEmptyWalletIsSaidWithNumbersAndARefusedOfferIsRepeated() throws Exception {
    stories.fault("f01000", "{'kind':'refuse','text':'closed for lunch'}");
    String upload = stories.upload(3000);

    JsonNode poor = stories.deal(upload, "blocked", "funds");
    assertThat(poor.path("product").asString()).isEqualTo("mk12");
    assertThat(DealStories.text(poor)).containsPattern("needs [1-9][0-9]+ attoFIL.*has 0");

    purse.fill(api, 10, 0);
    JsonNode rejected = stories.deal(upload, deal -> DealStories.state(deal).equals("rejected"));
    assertThat(rejected.at("/cause/code").asString()).isEqualTo("provider_refused");
    assertThat(DealStories.text(api.deal(rejected.path("id").asString())))
        .contains("closed for lunch");
    assertThat(stories.active(upload))
        .hasSize(3)
        .extracting(deal -> deal.path("verified").asBoolean())
        .containsOnly(false);
  }
}
