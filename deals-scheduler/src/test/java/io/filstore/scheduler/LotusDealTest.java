package io.filstore.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.client.deal.LegacyLotusTransport;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.devnet.Devnet;
import io.filstore.devnet.DevnetOptions;
import io.filstore.filecoin.Secp256k1Key;
import io.filstore.scheduler.wallet.ImportWallet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A Lotus node of old makes the deals with f01000, signs them, and sees to their money. */
class LotusDealTest {
  private static final int RUNS = 60;

  @TempDir Path cars;
  private final Secp256k1Key key = Secp256k1Key.generate(new SecureRandom());

  @SuppressWarnings("NullAway.Init")
  private World world;

  /** The node has the key of the wallet. */
  private void start(String... more) throws IOException {
    world = world(true, "0", more);
    NodeWallet.give(world.devnet, null, key);
  }

  private World world(boolean legacy, String price, String... more) throws IOException {
    Path file = Files.writeString(cars.resolve("wallet"), HexFormat.of().formatHex(key.secret()));
    DevnetOptions options =
        DevnetOptions.manualTicks()
            .with("devnet.legacy-client", String.valueOf(legacy))
            .with("devnet.price", price);
    World made = new World(options, devnet -> settings(devnet, file, List.of(more)));
    made.fund(100, 0);
    return made;
  }

  private List<String> settings(Devnet devnet, Path file, List<String> more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "--filstore.deals.replicas=1",
                "--filstore.deals.providers=f01000",
                "--filstore.deals.verified-default=false",
                "--filstore.wallet.key-file=" + file,
                "--filstore.providers.lotus=f01000=" + devnet.baseUrl(),
                "--filstore.providers.car-folders=f01000=" + cars));
    settings.addAll(more);
    return settings;
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theNodeMakesThePiecesDeal() throws IOException {
    start();
    String piece = world.pieceIn(cars);
    world.run(RUNS);

    Deal deal = accepted(piece);
    assertThat(deal.transport()).isEqualTo("lotus");
    assertThat(deal.product()).isEqualTo("mk12");
    assertThat(deal.wallet()).isEqualTo(key.address().toString());
    JsonNode made = made().get(0);
    assertThat(made.at("/PieceCID/~1").asString()).isEqualTo(piece);
    assertThat(made.path("Provider").asString()).isEqualTo("f01000");
    assertThat(made.path("Message").asString()).isEmpty();
    assertThat(made.path("Duration").asLong())
        .isBetween(deal.durationEpochs(), deal.durationEpochs() + 2_880);
    assertThat(world.first.posts()).isZero();
  }

  /** What the escrow lacks is the node's affair; the terms are ours all the same. */
  @Test
  void noMoneyIsPutIntoEscrowForIt() throws IOException {
    world = world(true, "262144000");
    NodeWallet.give(world.devnet, null, key);
    String piece = world.pieceIn(cars);
    world.run(RUNS);

    Deal deal = accepted(piece);
    assertThat(deal.pricePerEpoch()).isEqualTo(500);
    assertThat(made().get(0).path("PricePerEpoch").asString()).isEqualTo("500");
    assertThat(world.messages()).isZero();
    assertThat(world.chain.marketBalance(world.wallet()).escrow().atto().signum()).isZero();
  }

  @Test
  void anAskAboveTheCapIsRefusedBeforehand() throws IOException {
    world = world(true, "262144000", "--filstore.deals.max-price-attofil-per-gib-epoch=262143999");
    NodeWallet.give(world.devnet, null, key);
    String piece = world.pieceIn(cars);
    world.run(5);

    assertThat(refusal(piece)).contains("asks 262144000", "the cap is 262143999");
    assertThat(made()).isEmpty();
  }

  @Test
  void aCurrentNodeIsRefusedWithTheReason() throws IOException {
    world = world(false, "0");
    String piece = world.pieceIn(cars);
    world.run(5);

    assertThat(refusal(piece)).contains(LegacyLotusTransport.GONE);
  }

  @Test
  void aNodeWithoutTheWalletsKeyIsRefused() throws IOException {
    world = world(true, "0");
    String piece = world.pieceIn(cars);
    world.run(5);

    assertThat(refusal(piece)).contains("does not hold the key of " + key.address());
    assertThat(made()).isEmpty();
  }

  /** The provider was found good for another wallet a moment ago. */
  @Test
  void aDealOfAWalletThatTheNodeDoesNotHaveWaits() throws IOException {
    start();
    String piece = world.pieceIn(cars);
    world.run(1);
    Secp256k1Key other = Secp256k1Key.generate(new SecureRandom());
    world.bean(ImportWallet.class).add(new ImportWallet.Source.Key(other), null, false);
    world.jdbc.sql("update deal set wallet = ?").param(other.address().toString()).update();
    world.run(2);

    Deal deal = world.deals(piece).getFirst();
    assertThat(deal.causeCode()).isEqualTo("wallet_cannot");
    assertThat(deal.causeText()).contains("does not hold the key of " + other.address());
    assertThat(made()).isEmpty();
  }

  @Test
  void aCarThatTheNodeDoesNotFindEndsTheDealWithItsWords() throws IOException {
    start("--filstore.deals.attempts-per-provider=1");
    String piece = world.pieceIn(cars);
    Files.delete(cars.resolve(piece + ".car"));
    world.run(RUNS);

    assertThat(world.deals(piece).getFirst().state()).isEqualTo(DealState.REJECTED);
    assertThat(world.deals(piece).getFirst().causeText()).contains("failed to import file");
  }

  @Test
  void dyingAnywhereStartsOneDeal() throws IOException {
    start();
    boolean reached = true;
    int pieces = 0;
    for (int place = 1; reached; place += 3) {
      String piece = world.pieceIn(cars);
      pieces++;
      world.crashes.dieAt(place);
      world.run(RUNS);
      reached = !world.crashes.pending();
      world.crashes.never();
      world.run(RUNS);

      accepted(piece);
      assertThat(made().size()).as("place %d", place).isEqualTo(pieces);
    }
    assertThat(pieces).isGreaterThan(5);
  }

  @Test
  void aSendThatRunsTwiceAtOnceStartsOneDeal() throws Exception {
    start();
    String piece = world.pieceIn(cars);
    while (world.deals(piece).isEmpty() || world.deals(piece).getFirst().proposalKey() == null) {
      world.run(1);
    }
    World.Job job = world.nextJob().orElseThrow();
    world.picked(job, true);
    Callable<Boolean> run =
        () -> {
          world.run(job);
          return true;
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.invokeAll(List.of(run, run, run));
    }
    world.picked(job, false);
    world.run(RUNS);

    accepted(piece);
    assertThat(made().size()).isEqualTo(1);
  }

  private JsonNode made() {
    return NodeWallet.result(world.devnet, null, "ClientListDeals", "");
  }

  private String refusal(String piece) {
    Deal deal = world.deals(piece).getFirst();
    assertThat(deal.causeCode()).isEqualTo("no_eligible_provider");
    return String.valueOf(deal.causeText());
  }

  private Deal accepted(String piece) {
    List<Deal> deals = world.deals(piece);
    assertThat(deals).hasSize(1);
    Deal deal = deals.getFirst();
    assertThat(deal.state()).as(deal.causeText()).isEqualTo(DealState.ACCEPTED);
    return deal;
  }
}
