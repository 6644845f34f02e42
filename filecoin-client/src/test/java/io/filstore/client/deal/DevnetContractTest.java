package io.filstore.client.deal;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.LotusChain;
import io.filstore.client.chain.MarketDeal;
import io.filstore.client.chain.MarketDealsSnapshot;
import io.filstore.client.chain.MessageReceipt;
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
import io.filstore.ids.Ulid;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCid;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The adapters against the devnet, which knows nothing of them. */
class DevnetContractTest {

  private static final Devnet DEVNET =
      Devnet.start(DevnetOptions.manualTicks().with("logging.level.root", "warn"));
  private static final Chain CHAIN = LotusChain.connect(DEVNET.lotusUrl().toString(), null);
  private static final FilAddress PROVIDER = FilAddress.id(1000);
  private static final PaddedPieceSize SIZE = new PaddedPieceSize(2048);
  private static final PieceCid PIECE = PieceCid.v2(new byte[32], 1500);
  private static final URI PIECE_URL = URI.create("http://127.0.0.1:1/piece/" + PIECE.v1());

  private final Secp256k1Key key = Secp256k1Key.generate(new SecureRandom());
  private final CurioMk20Transport mk20 =
      new CurioMk20Transport(ProviderAddresses.any(), Clock.systemUTC());
  private final CurioMk12Transport mk12 = new CurioMk12Transport(ProviderAddresses.any());

  @AfterAll
  static void close() {
    DEVNET.close();
  }

  @Test
  void theChainIsReadAndWritten() {
    assertThat(CHAIN.lookupId(key.address())).isEmpty();
    assertThat(CHAIN.verifiedClientStatus(key.address())).isEmpty();
    assertThat(CHAIN.balance(key.address())).isEqualTo(AttoFil.ZERO);
    DEVNET.faucet(key.address(), 5, 1 << 20);
    DEVNET.tick(2);
    assertThat(CHAIN.verifiedClientStatus(key.address())).contains(BigInteger.valueOf(1 << 20));
    assertThat(CHAIN.head().height().value()).isGreaterThan(CHAIN.finalized().height().value());
    assertThat(CHAIN.collateralBounds(SIZE, true).min().signum()).isPositive();
    assertThat(CHAIN.storageDeal(999)).isEmpty();

    long allocation = allocate();

    FilAddress id = CHAIN.lookupId(key.address()).orElseThrow();
    assertThat(CHAIN.allocation(id, allocation).orElseThrow().data()).isEqualTo(PIECE.v1());
    assertThat(CHAIN.allocations(key.address())).containsOnlyKeys(allocation);
    assertThat(CHAIN.claim(PROVIDER, allocation)).isEmpty();
    assertThat(CHAIN.verifiedClientStatus(id)).contains(BigInteger.valueOf((1 << 20) - 2048));
  }

  @Test
  void theDealIsOfferedOverMk20() {
    DEVNET.faucet(key.address(), 5, 1 << 20);
    DEVNET.tick(2);
    URI base = ProviderAddresses.baseUrl(CHAIN.minerInfo(PROVIDER)).orElseThrow();
    DealOffer offer =
        new Mk20Deal(
                Ulid.next(),
                key.address(),
                PROVIDER,
                NetworkPrefix.MAIN,
                PIECE.cid(),
                PIECE_URL,
                "t",
                518400,
                OptionalLong.of(allocate()))
            .offer();

    assertThat(mk20.products(base, key).orElseThrow()).contains("ddo_v1");
    assertThat(mk20.sources(base, key).orElseThrow()).contains("http");
    holds(mk20, base, offer);
  }

  @Test
  void theDealIsOfferedOverMk12() {
    DEVNET.faucet(key.address(), 5, 0);
    DEVNET.tick(2);
    URI base = ProviderAddresses.baseUrl(CHAIN.minerInfo(PROVIDER)).orElseThrow();
    assertThat(mk12.ask(base, PROVIDER)).isPresent();
    holds(mk12, base, mk12Offer());
  }

  @Test
  void bothSourcesOfMarketDealsAgree() {
    DEVNET.tick(1);
    Set<FilAddress> everyone = Set.of(FilAddress.id(1234));
    List<MarketDeal> live = new ArrayList<>();
    List<MarketDeal> snapshot = new ArrayList<>();

    CHAIN.streamMarketDeals(everyone, live::add);
    new MarketDealsSnapshot(DEVNET.snapshotUrl().toString(), new OkHttpClient())
        .stream(everyone, snapshot::add);

    assertThat(snapshot).isEqualTo(live);
  }

  private void holds(DealTransport transport, URI base, DealOffer offer) {
    assertThat(transport.status(base, offer, key)).isInstanceOf(OfferStatus.NotStored.class);
    DEVNET.fault(PROVIDER, new Fault(Fault.Kind.REFUSE, 1, "no art, please", 400));
    assertThat(transport.propose(base, offer, key))
        .isInstanceOfSatisfying(
            ProposalOutcome.Rejected.class, no -> assertThat(no.text()).contains("no art, please"));
    DEVNET.fault(PROVIDER, Fault.of(Fault.Kind.LOSE_ANSWER, 1));
    assertThat(transport.propose(base, offer, key)).isInstanceOf(ProposalOutcome.Accepted.class);
    assertThat(transport.status(base, offer, key)).isInstanceOf(OfferStatus.Stored.class);
    ProposalOutcome again = transport.propose(base, offer, key);
    assertThat(again)
        .satisfiesAnyOf(
            o -> assertThat(o).isInstanceOf(ProposalOutcome.Accepted.class),
            o ->
                assertThat(o)
                    .isInstanceOfSatisfying(
                        ProposalOutcome.Rejected.class,
                        no -> assertThat(no.cause()).isEqualTo(RejectionCause.DUPLICATE)));
  }

  private long allocate() {
    long expiration = CHAIN.head().height().value() + 86_400;
    AllocationRequest request =
        new AllocationRequest(
            PROVIDER.actorId(), PIECE.v1(), SIZE, 518400, 5_256_000, new Epoch(expiration));
    Message draft =
        Message.draft(
            FilAddress.DATACAP,
            key.address(),
            AttoFil.ZERO,
            DatacapTransfer.METHOD,
            DatacapTransfer.params(List.of(request)));
    Message priced = CHAIN.estimateGas(draft);
    assertThat(priced.gasLimit()).isPositive();
    assertThat(CHAIN.nonce(key.address())).isZero();
    SignedMessage signed = new SignedMessage(priced, key.sign(priced.cid().bytes()));
    Cid cid = CHAIN.push(signed);
    assertThat(cid).isEqualTo(signed.cid());
    assertThat(CHAIN.searchMessage(cid)).isEmpty();
    DEVNET.tick(3);
    MessageReceipt receipt = CHAIN.searchMessage(cid).orElseThrow();
    assertThat(receipt.exitCode()).isZero();
    return DatacapTransfer.decodeReturn(receipt.returned()).getFirst();
  }

  private DealOffer mk12Offer() {
    long start = CHAIN.head().height().value() + 2880;
    BigInteger min = CHAIN.collateralBounds(SIZE, false).min().atto();
    DealProposal proposal =
        new DealProposal(
            PIECE.v1(),
            SIZE,
            false,
            CHAIN.lookupId(key.address()).orElseThrow(),
            PROVIDER,
            new DealLabel.Text("label"),
            new Epoch(start),
            new Epoch(start + 518_400),
            AttoFil.ZERO,
            new AttoFil(min.multiply(BigInteger.valueOf(12)).divide(BigInteger.TEN)),
            AttoFil.ZERO);
    Cid payload = Cid.parse("bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi");
    return new Mk12Deal(UUID.randomUUID(), proposal.sign(key), payload, PIECE_URL, "t", 1500)
        .offer();
  }
}
