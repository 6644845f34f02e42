package io.filstore.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.devnet.Devnet;
import io.filstore.devnet.DevnetOptions;
import io.filstore.filecoin.AllocationRequest;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.DatacapTransfer;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.MarketBalance;
import io.filstore.filecoin.SignedMessage;
import io.filstore.filecoin.Signer;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.scheduler.budget.Exceeded;
import io.filstore.scheduler.budget.Limits;
import io.filstore.scheduler.budget.SpendingLimits;
import io.filstore.scheduler.message.ChainMessages;
import io.filstore.scheduler.message.MethodCall;
import io.filstore.scheduler.message.Purpose;
import io.filstore.scheduler.message.Signing;
import io.filstore.scheduler.wallet.ClientWallet;
import io.filstore.scheduler.wallet.ImportWallet;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpendingLimitsTest {

  private static final int MANY = 12;

  private final World world = new World("--filstore.deals.replicas=1");

  @BeforeEach
  void fund() {
    world.fund(100, 1 << 20);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void limit(Limits limits) {
    world.bean(SpendingLimits.class).set(world.wallet().toString(), limits);
  }

  private MethodCall allocation() {
    AllocationRequest request =
        new AllocationRequest(
            1000,
            Cid.parse("baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq"),
            new PaddedPieceSize(World.PADDED),
            518400,
            5256000,
            new Epoch(80_000));
    return new MethodCall(
        FilAddress.DATACAP,
        AttoFil.ZERO,
        DatacapTransfer.METHOD,
        DatacapTransfer.params(List.of(request)));
  }

  private Signing sign(String subject) {
    Signer key = world.bean(ClientWallet.class).key();
    return world.bean(ChainMessages.class).sign(Purpose.ALLOCATE, subject, key, allocation());
  }

  private List<Signing> atOnce(int first) throws Exception {
    List<Future<Signing>> running = new ArrayList<>();
    List<Signing> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(MANY)) {
      IntStream.range(first, first + MANY)
          .forEach(i -> running.add(threads.submit(() -> sign("deal " + i))));
      for (Future<Signing> one : running) {
        outcomes.add(one.get());
      }
    }
    return outcomes;
  }

  @Test
  void manyAtOnceSpendNoMoreDatacapInAnHourThanIsAllowed() throws Exception {
    limit(new Limits(null, null, null, 3 * World.PADDED + 1));

    List<Signing> outcomes = atOnce(0);

    assertThat(outcomes).filteredOn(Signing.Signed.class::isInstance).hasSize(3);
    assertThat(outcomes)
        .filteredOn(Signing.OverBudget.class::isInstance)
        .hasSize(MANY - 3)
        .allSatisfy(over ->
            assertThat(((Signing.OverBudget) over).exceeded())
                .isEqualTo(
                    new Exceeded(
                        world.wallet().toString(),
                        "datacap_per_hour",
                        BigInteger.valueOf(3 * World.PADDED + 1),
                        BigInteger.valueOf(3 * World.PADDED),
                        BigInteger.valueOf(World.PADDED))));
    assertThat(nonces()).containsExactly(0L, 1L, 2L);

    world.jdbc.sql("update chain_message set created_at = created_at - interval '61 min'").update();
    assertThat(atOnce(MANY)).filteredOn(Signing.Signed.class::isInstance).hasSize(3);
    assertThat(world.messages()).isEqualTo(6);
  }

  @Test
  void gasCountsAgainstTheLimitInFil() throws Exception {
    assertThat(sign("first")).isInstanceOf(Signing.Signed.class);
    BigInteger one =
        world.bean(SpendingLimits.class).ofLastHour(world.wallet().toString()).attoFil();
    assertThat(one).isPositive();
    limit(new Limits(one, one.multiply(BigInteger.valueOf(4)), null, null));

    assertThat(atOnce(0)).filteredOn(Signing.Signed.class::isInstance).hasSize(3);

    limit(new Limits(one.subtract(BigInteger.ONE), null, null, null));
    assertThat(sign("dear"))
        .isInstanceOfSatisfying(
            Signing.OverBudget.class,
            over ->
                assertThat(over.exceeded().text())
                    .isEqualTo(
                        "limit fil_per_call of %s: one message may cost %s attoFIL, this needs %s"
                            .formatted(world.wallet(), one.subtract(BigInteger.ONE), one)));
  }

  @Test
  void whatIsSignedAlreadyIsNotChargedAgain() {
    limit(new Limits(null, null, null, World.PADDED));

    Signing first = sign("the deal");

    assertThat(first).isInstanceOf(Signing.Signed.class);
    assertThat(((Signing.Signed) sign("the deal")).message().cid())
        .isEqualTo(((Signing.Signed) first).message().cid());
    assertThat(sign("another")).isInstanceOf(Signing.OverBudget.class);
  }

  @Test
  void aDealWaitsWithTheNumbersAndGoesOnWhenTheLimitIsRaised() {
    limit(new Limits(null, null, World.PADDED - 1, null));
    String piece = world.piece();

    world.run(6);

    Deal blocked = world.deals(piece).getFirst();
    assertThat(blocked.state()).isEqualTo(DealState.BLOCKED);
    assertThat(blocked.causeCode()).isEqualTo("budget_exceeded");
    assertThat(blocked.causeText())
        .isEqualTo(
            "limit datacap_per_call of %s: one message may cost 2047 bytes of DataCap, this needs 2048"
                .formatted(world.wallet()));
    assertThat(world.messages()).isZero();

    limit(Limits.NONE);
    world.run(80);
    assertThat(world.deals(piece).getFirst().state()).isEqualTo(DealState.ACCEPTED);
  }

  @Test
  void moneyForTheMarketCounts() {
    limit(new Limits(BigInteger.ONE, null, null, null));
    FilAddress wallet = world.wallet();
    MethodCall call =
        new MethodCall(
            FilAddress.MARKET, AttoFil.of(1), MarketBalance.ADD, MarketBalance.addParams(wallet));

    assertThat(
            world
                .bean(ChainMessages.class)
                .sign(Purpose.ADD_BALANCE, "x", world.bean(ClientWallet.class).key(), call))
        .isInstanceOf(Signing.OverBudget.class);
    assertThat(world.messages()).isZero();
  }

  /** A signer elsewhere signs outside of the lock: what it signed too late is never kept. */
  @Test
  void aRemoteSignerAskedByManyGivesEveryNonceOnce() throws Exception {
    try (Devnet node =
        Devnet.start(DevnetOptions.manualTicks().with("logging.level.root", "warn"))) {
      FilAddress address = NodeWallet.newKey(node, null);
      try (World away = new World("--filstore.wallet.remote-signer-url=" + node.lotusUrl())) {
        away.bean(ImportWallet.class)
            .add(new ImportWallet.Source.AtRemoteSigner(address), null, true);
        away.fund(100, 1 << 20);
        List<Future<Signing>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
          Signer key = away.bean(ClientWallet.class).key();
          ChainMessages messages = away.bean(ChainMessages.class);
          IntStream.range(0, 4)
              .forEach(i ->
                  running.add(
                      threads.submit(
                          () -> messages.sign(Purpose.ALLOCATE, "d" + i, key, allocation()))));
        }
        int signed = 0;
        for (Future<Signing> one : running) {
          signed += one.get() instanceof Signing.Signed ? 1 : 0;
        }
        assertThat(signed).isPositive();
        List<SignedMessage> kept =
            away.jdbc
                .sql("select signed_bytes from chain_message order by nonce")
                .query((row, n) -> SignedMessage.decode(row.getBytes(1)))
                .list();
        assertThat(kept).hasSize(signed).allMatch(message -> message.verify(address));
        assertThat(kept)
            .extracting(message -> message.message().nonce())
            .containsExactlyElementsOf(IntStream.range(0, signed).mapToObj(i -> (long) i).toList());
      }
    }
  }

  private List<Long> nonces() {
    return world
        .jdbc
        .sql("select nonce from chain_message order by nonce")
        .query((row, number) -> row.getLong(1))
        .list();
  }
}
