package io.filstore.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.client.chain.RemoteWallets;
import io.filstore.db.chain.Wallets;
import io.filstore.db.deal.DatacapLedger;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.devnet.Devnet;
import io.filstore.devnet.DevnetOptions;
import io.filstore.filecoin.BlsKey;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.LocalKey;
import io.filstore.filecoin.Secp256k1Key;
import io.filstore.scheduler.wallet.ImportWallet;
import io.filstore.scheduler.wallet.ImportWallet.Outcome;
import io.filstore.scheduler.wallet.ImportWallet.Source;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.support.TransactionTemplate;

/** Whole deals with every kind of wallet, and what is refused before it costs anything. */
class WalletKindsTest {

  private static final FilAddress ETHEREUM = FilAddress.ethereum(new byte[20]);
  private static final String TOKEN = "token-of-the-signer";

  private final Devnet signer =
      Devnet.start(
          DevnetOptions.manualTicks().withLotusToken(TOKEN).with("logging.level.root", "warn"));
  private final World world =
      new World(
          "--filstore.deals.replicas=1",
          "--filstore.wallet.remote-signer-url=" + signer.lotusUrl(),
          "--filstore.wallet.remote-signer-token=" + TOKEN);

  @AfterEach
  void close() {
    world.close();
    signer.close();
  }

  private Outcome add(Source source) {
    return world.bean(ImportWallet.class).add(source, null, true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ddo", "mk12"})
  void aBlsKeyMakesDealsOfBothProducts(String product) {
    BlsKey key = BlsKey.generate(new SecureRandom());
    assertThat(add(new Source.Key(key))).isInstanceOf(Outcome.Added.class);
    world.fund(100, 1 << 20);
    String piece = world.piece();
    world.run(1);
    world.jdbc.sql("update deal set product = ?").param(product).update();

    world.run(80);

    Deal deal = world.deals(piece).getFirst();
    assertThat(deal.state()).as(deal.causeText()).isEqualTo(DealState.ACCEPTED);
    assertThat(deal.wallet()).isEqualTo(key.address().toString()).startsWith("f3");
    assertThat(deal.product()).isEqualTo(product);
  }

  @Test
  void aRemoteSignerMakesDealsAsLongAsItHoldsTheKey() {
    LocalKey key = Secp256k1Key.generate(new SecureRandom());
    assertThat(add(new Source.AtRemoteSigner(key.address())))
        .isEqualTo(
            new Outcome.Refused("the remote signer does not hold the key of " + key.address()));
    NodeWallet.give(signer, TOKEN, key);
    assertThat(add(new Source.AtRemoteSigner(key.address()))).isInstanceOf(Outcome.Added.class);
    assertThat(add(new Source.AtRemoteSigner(key.address()))).isInstanceOf(Outcome.Known.class);
    world.fund(100, 1 << 20);

    String piece = world.piece();
    world.run(80);

    Deal deal = world.deals(piece).getFirst();
    assertThat(deal.state()).as(deal.causeText()).isEqualTo(DealState.ACCEPTED);
    assertThat(deal.wallet()).isEqualTo(key.address().toString());
    assertThat(world.allocations(piece)).hasSize(1);
    assertThat(
            world
                .jdbc
                .sql("select encrypted_key is null from wallet where address = ?")
                .param(key.address().toString())
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  @Test
  void aRemoteSignerThatLostTheKeyIsFoundOutBeforeAnythingIsReserved() {
    LocalKey key = Secp256k1Key.generate(new SecureRandom());
    NodeWallet.give(signer, TOKEN, key);
    add(new Source.AtRemoteSigner(key.address()));
    world.fund(100, 1 << 20);
    String piece = world.piece();
    world.run(1);
    String gone = Secp256k1Key.generate(new SecureRandom()).address().toString();
    moveTo(gone, "remote", "secp256k1");

    world.run(3);

    Deal deal = world.deals(piece).getFirst();
    assertThat(deal.state()).isEqualTo(DealState.BLOCKED);
    assertThat(deal.causeCode()).isEqualTo("wallet_cannot");
    assertThat(deal.causeText()).isEqualTo("the remote signer does not hold the key of " + gone);
    spentNothing(gone);
  }

  @Test
  void aKeyThatGoesAwayInTheMiddleOfADealIsNamed() {
    world.fund(100, 1 << 20);
    String piece = world.piece();
    world.run(2);
    assertThat(world.deals(piece).getFirst().state()).isEqualTo(DealState.ALLOCATING);
    world
        .jdbc
        .sql("update wallet set kind = 'watch', encrypted_key = null, is_default = false")
        .update();

    world.run(1);

    Deal deal = world.deals(piece).getFirst();
    assertThat(deal.state()).isEqualTo(DealState.BLOCKED);
    assertThat(deal.causeCode()).isEqualTo("wallet_cannot");
    assertThat(deal.causeText()).contains(deal.wallet(), "only watched");
    assertThat(world.messages()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ddo", "mk12"})
  void anEthereumAccountIsToldBeforeAnySpendThatItCannotBeTheClient(String product) {
    add(new Source.Watched(ETHEREUM));
    world.fund(100, 1 << 20);
    String piece = world.piece();
    world.run(1);
    moveTo(ETHEREUM.toString(), "watch", "delegated");
    world.jdbc.sql("update deal set product = ?").param(product).update();

    world.run(3);

    Deal deal = world.deals(piece).getFirst();
    assertThat(deal.causeCode()).isEqualTo("wallet_cannot");
    assertThat(deal.causeText())
        .contains(product.equals("mk12") ? "cannot be the client of an f05 deal" : "transactions");
    spentNothing(ETHEREUM.toString());
  }

  @Test
  void whatCannotSignIsNeverTheDefault() {
    FilAddress before = world.wallet();

    assertThat(add(new Source.Watched(ETHEREUM)))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            no -> assertThat(no.why()).contains("cannot be the default wallet", "not signed here"));
    LocalKey watched = Secp256k1Key.generate(new SecureRandom());
    assertThat(add(new Source.Watched(watched.address()))).isInstanceOf(Outcome.Refused.class);
    assertThat(add(new Source.AtRemoteSigner(ETHEREUM))).isInstanceOf(Outcome.Refused.class);
    assertThat(add(new Source.Watched(FilAddress.id(1234)))).isInstanceOf(Outcome.Refused.class);
    assertThat(world.wallet()).isEqualTo(before);
    assertThat(world.bean(Wallets.class).all()).hasSize(1);
  }

  @Test
  void aWalletThatIsWatchedIsNotSilentlyTakenForOneWithAKey() {
    LocalKey key = Secp256k1Key.generate(new SecureRandom());
    ImportWallet imports = world.bean(ImportWallet.class);
    imports.add(new Source.Watched(key.address()), "theirs", false);

    assertThat(imports.add(new Source.Key(key), null, false))
        .isEqualTo(
            new Outcome.Refused(key.address() + " is here already, as a wallet of kind watch"));
  }

  /** Without the token the devnet gives read permission only. */
  @Test
  void theRemoteSignerAsksForItsToken() {
    RemoteWallets stranger = RemoteWallets.connect(signer.lotusUrl().toString(), null);
    assertThatThrownBy(() -> stranger.holds(ETHEREUM)).hasMessageContaining("need 'write'");
  }

  /** As if the deal had been planned with that wallet. */
  private void moveTo(String address, String kind, String keyType) {
    world
        .bean(TransactionTemplate.class)
        .executeWithoutResult(status -> {
          world.bean(Wallets.class).add(address, kind, keyType, null, null);
          world.jdbc.sql("update deal set wallet = ?").param(address).update();
        });
  }

  private void spentNothing(String wallet) {
    assertThat(world.messages()).isZero();
    assertThat(world.bean(DatacapLedger.class).reserved(wallet)).isZero();
  }
}
