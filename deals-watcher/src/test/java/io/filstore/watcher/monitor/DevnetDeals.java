package io.filstore.watcher.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.LotusChain;
import io.filstore.client.deal.CurioMk12Transport;
import io.filstore.client.deal.CurioMk20Transport;
import io.filstore.client.deal.DealOffer;
import io.filstore.client.deal.DealTransport;
import io.filstore.client.deal.LegacyDeal;
import io.filstore.client.deal.LegacyLotusTransport;
import io.filstore.client.deal.Mk12Deal;
import io.filstore.client.deal.Mk20Deal;
import io.filstore.client.deal.OfferStatus;
import io.filstore.client.deal.ProposalOutcome;
import io.filstore.client.deal.ProviderAddresses;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.devnet.Devnet;
import io.filstore.devnet.DevnetOptions;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** A devnet with providers, a client with DataCap, and deals of that client in the database. */
final class DevnetDeals implements AutoCloseable {
  static final FilAddress PROVIDER = FilAddress.id(1000);
  static final long DURATION = 518_400;
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

  final Bench bench = new Bench();
  private final Secp256k1Key key = Secp256k1Key.generate(new SecureRandom());
  final Devnet devnet;
  final Chain chain;
  private final LegacyLotusTransport node = new LegacyLotusTransport(ProviderAddresses.any(), null);
  private final PieceHost host = pieceHost();
  private final PieceCommitment piece = host.commitment();

  /**
   * Starts it.
   *
   * @param options ticks by hand, and what else a test wants
   */
  DevnetDeals(DevnetOptions options) {
    devnet =
        Devnet.start(
            options
                .with("logging.level.root", "warn")
                .with("spring.autoconfigure.exclude", String.join(",", NOT_THE_DEVNETS)));
    chain = LotusChain.connect(devnet.lotusUrl().toString(), null);
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

  @Override
  public void close() {
    host.close();
    devnet.close();
  }

  Deal proposeDirect() {
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

  Deal proposeClassic() {
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

  /**
   * Made by the devnet's own node, which moves the end of the deal; the row has the end that was
   * asked for.
   */
  Deal proposeByTheNode(Path folder) throws IOException {
    giveKeyToNode();
    Path car = Files.write(folder.resolve("x.car"), host.car());
    long start = devnet.height() + 2_000;
    DealOffer offer =
        new LegacyDeal(
                UUID.randomUUID(),
                car.toString(),
                false,
                host.root(),
                Cid.parse(piece.v1().toString()),
                piece.size(),
                key.address(),
                PROVIDER,
                NetworkPrefix.MAIN,
                AttoFil.ZERO,
                DURATION,
                AttoFil.ZERO,
                new Epoch(start),
                true,
                Instant.now())
            .offer();
    assertThat(node.propose(devnet.baseUrl(), offer, key))
        .isInstanceOf(ProposalOutcome.Accepted.class);
    return accepted(
        "mk12",
        DealMove.to(DealState.ACCEPTED)
            .set("proposal_key", offer.key())
            .set("proposal_bytes", offer.body())
            .set("transport", "lotus")
            .set("start_epoch", start)
            .set("end_epoch", start + DURATION));
  }

  /** The id that the node names for its deal; 0 before it is published. */
  long idByTheNode(Deal deal) {
    DealOffer offer =
        new DealOffer(
            Objects.requireNonNull(deal.proposalKey()),
            Objects.requireNonNull(deal.proposalBytes()));
    return node.status(devnet.baseUrl(), offer, key) instanceof OfferStatus.Stored stored
        ? stored.chainDealId()
        : 0;
  }

  private void giveKeyToNode() throws IOException {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"Filecoin.WalletImport\",\"params\":[{\"Type\":\"secp256k1\",\"PrivateKey\":\"%s\"}]}"
            .formatted(Base64.getEncoder().encodeToString(key.secret()));
    Request request =
        new Request.Builder()
            .url(devnet.lotusUrl().toString())
            .post(RequestBody.create(body, MediaType.get("application/json")))
            .build();
    try (Response answer = new OkHttpClient().newCall(request).execute()) {
      assertThat(answer.body().string()).contains(key.address().toString());
    }
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
  Instant now() {
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
