package io.filstore.client.deal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.car.CarWriter;
import io.filstore.client.chain.Chain;
import io.filstore.client.chain.LotusChain;
import io.filstore.devnet.Devnet;
import io.filstore.devnet.DevnetOptions;
import io.filstore.devnet.provider.Fault;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.NetworkPrefix;
import io.filstore.filecoin.Secp256k1Key;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.piece.CommP;
import io.filstore.piece.PieceCommitment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The legacy adapter against a devnet that still has the methods, and against one that has not. */
class DevnetLegacyTest {

  private static final FilAddress PROVIDER = FilAddress.id(1000);

  private static final byte[] BLOCK = "some data for a node's disk ".repeat(50).getBytes(UTF_8);
  private static final Cid ROOT = Cid.v1(Cid.RAW, Multihash.sha256(BLOCK));

  @TempDir Path folder;
  private final Secp256k1Key unused = Secp256k1Key.generate(new SecureRandom());
  private final LegacyLotusTransport transport =
      new LegacyLotusTransport(ProviderAddresses.any(), null);
  private final Devnet devnet =
      Devnet.start(
          DevnetOptions.manualTicks()
              .with("devnet.legacy-client", "true")
              .with("logging.level.root", "warn"));
  private final Chain chain = LotusChain.connect(devnet.lotusUrl().toString(), null);

  @SuppressWarnings("NullAway.Init")
  private Path car;

  @BeforeEach
  void start() throws Exception {
    car = folder.resolve("x.car");
    Files.write(car, car());
    devnet.tick(3);
  }

  @AfterEach
  void close() {
    devnet.close();
  }

  @Test
  void aDealGoesFromTheNodesDiskToTheChain() throws Exception {
    devnet.faucet(wallet(), 5, 0);
    devnet.tick(2);
    DealOffer offer = offer();
    assertThat(transport.unusable(devnet.lotusUrl())).isEmpty();
    assertThat(transport.status(devnet.lotusUrl(), offer, unused))
        .isInstanceOf(OfferStatus.NotStored.class);

    assertThat(transport.propose(devnet.lotusUrl(), offer, unused))
        .isInstanceOf(ProposalOutcome.Accepted.class);
    assertThat(transport.propose(devnet.lotusUrl(), offer, unused))
        .isInstanceOfSatisfying(
            ProposalOutcome.Accepted.class,
            again -> assertThat(again.text()).contains("the node has it"));

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> {
          devnet.tick(1);
          return transport.status(devnet.lotusUrl(), offer, unused)
                  instanceof OfferStatus.Stored stored
              && stored.chainDealId() > 0;
        });
    OfferStatus.Stored active =
        (OfferStatus.Stored) transport.status(devnet.lotusUrl(), offer, unused);
    assertThat(active.status()).isEqualTo("Active");
    assertThat(chain.storageDeal(active.chainDealId()).orElseThrow().provider())
        .isEqualTo(PROVIDER);
  }

  @Test
  void aRefusalIsToldWithTheProvidersWords() throws Exception {
    devnet.faucet(wallet(), 5, 0);
    devnet.tick(2);
    devnet.fault(PROVIDER, new Fault(Fault.Kind.REFUSE, 1, "no art, please", 400));
    DealOffer offer = offer();

    transport.propose(devnet.lotusUrl(), offer, unused);

    assertThat(transport.status(devnet.lotusUrl(), offer, unused))
        .isEqualTo(new OfferStatus.Stored("ProposalRejected", "no art, please", null, 0, 0));
  }

  @Test
  void aFileThatIsNotThereIsRefusedByTheNode() throws Exception {
    DealOffer offer = offer();
    Files.delete(car);

    assertThat(transport.propose(devnet.lotusUrl(), offer, unused))
        .isInstanceOfSatisfying(
            ProposalOutcome.Rejected.class,
            no -> assertThat(no.text()).contains("failed to import file"));
  }

  @Test
  void aDevnetAsLotusIsNowSaysThatTheMethodsAreGone() {
    try (Devnet current =
        Devnet.start(DevnetOptions.manualTicks().with("logging.level.root", "warn"))) {
      assertThat(transport.unusable(current.lotusUrl())).contains(LegacyLotusTransport.GONE);
    }
  }

  private FilAddress wallet() {
    NodeRpc rpc =
        new NodeRpc(
            new HttpCalls(ProviderAddresses.any(), Duration.ofSeconds(10)), "/rpc/v1", null);
    NodeRpc.Reply reply = rpc.call(devnet.lotusUrl(), "WalletDefaultAddress");
    return FilAddress.parse(((NodeRpc.Reply.Result) reply).value().asString());
  }

  private DealOffer offer() throws Exception {
    byte[] bytes = Files.readAllBytes(car);
    CommP commP = new CommP();
    commP.update(bytes, 0, bytes.length);
    PieceCommitment piece = commP.finish();
    return new LegacyDeal(
            UUID.randomUUID(),
            car.toString(),
            false,
            ROOT,
            Cid.parse(piece.v1().toString()),
            piece.size(),
            wallet(),
            PROVIDER,
            NetworkPrefix.MAIN,
            AttoFil.ZERO,
            518_400,
            AttoFil.ZERO,
            new Epoch(chain.head().height().value() + 2880),
            false,
            Instant.now().minusSeconds(1))
        .offer();
  }

  /** A CARv1 of one raw block, which is its root. */
  private byte[] car() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new CarWriter(out, ROOT).block(ROOT, BLOCK, 0, BLOCK.length);
    return out.toByteArray();
  }
}
