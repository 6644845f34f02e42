package io.filstore.watcher.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.LotusChain;
import io.filstore.client.chain.MarketDealsSnapshot;
import io.filstore.client.deal.CurioMk12Transport;
import io.filstore.client.deal.CurioMk20Transport;
import io.filstore.client.deal.DealOffer;
import io.filstore.client.deal.DealTransport;
import io.filstore.client.deal.Mk12Deal;
import io.filstore.client.deal.Mk20Deal;
import io.filstore.client.deal.ProposalOutcome;
import io.filstore.client.deal.ProviderAddresses;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.devnet.Devnet;
import io.filstore.devnet.DevnetOptions;
import io.filstore.devnet.provider.Fault;
import io.filstore.filecoin.AllocationRequest;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.DatacapTransfer;
import io.filstore.filecoin.DealLabel;
import io.filstore.filecoin.DealProposal;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Message;
import io.filstore.filecoin.NetworkPrefix;
import io.filstore.filecoin.Secp256k1Key;
import io.filstore.filecoin.SignedMessage;
import io.filstore.ids.IdKind;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PieceCommitment;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real deals with the simulated providers of the devnet, watched over its JSON-RPC. */
class DevnetWatchTest {
  private static final FilAddress PROVIDER = FilAddress.id(1000);
  private static final long DURATION = 518_400;
  private static final String PAYLOAD =
      "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";

  /** The devnet shares this class path, and is to bring none of it up. */
  private static final List<String> NOT_THE_DEVNETS =
      List.of(
          "com.github.kagkarlsson.scheduler.boot.autoconfigure.DbSchedulerAutoConfiguration",
          "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
          "org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
          "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
          "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
          "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
          "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration");

  private final Bench bench = new Bench();
  private final Secp256k1Key key = Secp256k1Key.generate(new SecureRandom());
  private final Devnet devnet =
      Devnet.start(
          DevnetOptions.manualTicks()
              .with("logging.level.root", "warn")
              .with("spring.autoconfigure.exclude", String.join(",", NOT_THE_DEVNETS)));
  private final Chain chain = LotusChain.connect(devnet.lotusUrl().toString(), null);
  private final PieceHost host = pieceHost();
  private final PieceCommitment piece = host.commitment();

  @BeforeEach
  void rows() {
    devnet.faucet(key.address(), 100, 1L << 30);
    bench
        .database
        .jdbc()
        .sql(
            "insert into wallet (address, key_type, encrypted_key, is_default) values (?, 'secp256k1', '\\x00', false)")
        .param(key.address().toString())
        .update();
    bench
        .database
        .jdbc()
        .sql(
            """
            insert into piece (piece_cid, piece_cid_v2, raw_size, padded_size, payload_cid)
            values (?, ?, ?, ?, ?)
            """)
        .params(
            piece.v1().toString(),
            piece.v2().toString(),
            host.size(),
            piece.size().bytes(),
            PAYLOAD)
        .update();
  }

  @AfterEach
  void stop() {
    host.close();
    devnet.close();
  }

  @Test
  void aDirectDealBecomesActiveAndFinalAndIsReplacedWhenItsSectorEnds() {
    Deal deal = proposeDirect();
    Watch watch = bench.watch(chain, this::now);
    tickUntil(watch, deal, DealState.ACTIVE, "finalized");

    Deal active = bench.read(deal);
    assertThat(active.endEpoch())
        .isEqualTo(Objects.requireNonNull(active.activeEpoch()) + DURATION);
    assertThat(bench.story(deal)).startsWith("planned", "accepted", "active");

    devnet.terminate(PROVIDER, Objects.requireNonNull(active.sector()));
    tickUntil(watch, deal, DealState.TERMINATED, "finalized");
    assertThat(bench.planJobs()).isEqualTo(1);
  }

  @Test
  void aClassicDealIsFoundAmongAllDealsAndFollowedToItsEnd() {
    Deal deal = proposeClassic();
    Watch watch = bench.watch(chain, this::now);
    tickUntil(watch, deal, DealState.ACTIVE, "finalized");

    Deal active = bench.read(deal);
    assertThat(active.chainDealId()).isNotNull();
    assertThat(bench.story(deal))
        .containsSubsequence("planned", "accepted", "active")
        .containsAnyOf("committing", "sealing");

    devnet.terminate(PROVIDER, Objects.requireNonNull(active.sector()));
    tickUntil(watch, deal, DealState.TERMINATED, "finalized");
    assertThat(bench.planJobs()).isEqualTo(1);
  }

  @Test
  void theSnapshotIsAnotherSourceOfDealIds() {
    Deal deal = proposeClassic();
    MarketDealsSnapshot snapshot =
        new MarketDealsSnapshot(devnet.snapshotUrl().toString(), new OkHttpClient());
    Watch watch = bench.watch(chain, snapshot, this::now);

    tickUntil(watch, deal, DealState.ACTIVE, "finalized");
  }

  @Test
  void aDealThatIsNeverActivatedStaysOpenBeforeItsDeadline() {
    devnet.fault(PROVIDER, Fault.of(Fault.Kind.NEVER_ACTIVATE, 1));
    Deal deal = proposeClassic();
    Watch watch = bench.watch(chain, this::now);
    tickUntil(watch, deal, DealState.SEALING, "finalized");
    for (int i = 0; i < 10; i++) {
      devnet.tick();
      watch.poll();
    }

    assertThat(bench.read(deal).state()).isEqualTo(DealState.SEALING);
  }

  private void tickUntil(Watch watch, Deal deal, DealState state, String finality) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          devnet.tick();
          watch.poll();
          Deal now = bench.read(deal);
          return now.state() == state && finality.equals(now.finality());
        });
  }

  private Deal proposeDirect() {
    long expiration = devnet.height() + 100_000;
    long allocation = allocate(expiration);
    Mk20Deal offer =
        new Mk20Deal(
            IdKind.DEAL.ulidOf(IdKind.DEAL.next()),
            key.address(),
            PROVIDER,
            NetworkPrefix.MAIN,
            Cid.parse(piece.v2().toString()),
            host.url(),
            "token",
            DURATION,
            OptionalLong.of(allocation));
    send(new CurioMk20Transport(ProviderAddresses.any(), Clock.systemUTC()), offer.offer());
    return accepted(
        "ddo",
        DealMove.to(DealState.ACCEPTED)
            .set("proposal_key", offer.identifier())
            .set("allocation_id", allocation)
            .set("allocation_expiration", expiration));
  }

  private Deal proposeClassic() {
    long start = devnet.height() + 2_000;
    DealProposal proposal =
        new DealProposal(
            Cid.parse(piece.v1().toString()),
            piece.size(),
            true,
            chain.lookupId(key.address()).orElseThrow(),
            PROVIDER,
            DealLabel.of(PAYLOAD),
            new Epoch(start),
            new Epoch(start + DURATION),
            AttoFil.ZERO,
            chain.collateralBounds(piece.size(), true).min(),
            AttoFil.ZERO);
    UUID uuid = UUID.randomUUID();
    Mk12Deal offer =
        new Mk12Deal(
            uuid, proposal.sign(key), Cid.parse(PAYLOAD), host.url(), "token", host.size());
    send(new CurioMk12Transport(ProviderAddresses.any()), offer.offer());
    return accepted(
        "mk12",
        DealMove.to(DealState.ACCEPTED)
            .set("proposal_key", uuid.toString())
            .set("proposal_cid", proposal.cid().toString())
            .set("start_epoch", start)
            .set("end_epoch", start + DURATION));
  }

  private void send(DealTransport transport, DealOffer offer) {
    assertThat(transport.propose(devnet.providerUrl(PROVIDER), offer, key))
        .isInstanceOf(ProposalOutcome.Accepted.class);
  }

  private Deal accepted(String product, DealMove move) {
    Deals.Plan plan =
        new Deals.Plan(
            piece.v1().toString(),
            PROVIDER.toString(),
            key.address().toString(),
            product,
            true,
            1,
            DURATION);
    return Objects.requireNonNull(
        bench.transactions.execute(_ -> bench.deals.apply(bench.deals.insert(plan), move)));
  }

  private long allocate(long expiration) {
    AllocationRequest request =
        new AllocationRequest(
            PROVIDER.actorId(),
            Cid.parse(piece.v1().toString()),
            piece.size(),
            DURATION,
            5_256_000,
            new Epoch(expiration));
    Message draft =
        Message.draft(
            FilAddress.DATACAP,
            key.address(),
            new AttoFil(BigInteger.ZERO),
            DatacapTransfer.METHOD,
            DatacapTransfer.params(List.of(request)));
    SignedMessage signed = chain.estimateGas(draft).withNonce(chain.nonce(key.address())).sign(key);
    Cid message = chain.push(signed);
    devnet.tick(2);
    byte[] returned = chain.searchMessage(message).orElseThrow().returned();
    return DatacapTransfer.decodeReturn(returned).getFirst();
  }

  /** The devnet's own time: with ticks by hand its epochs are faster than the clock. */
  private Instant now() {
    return chain.head().timestamp();
  }

  private static PieceHost pieceHost() {
    try {
      return new PieceHost(5, 1_500);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
