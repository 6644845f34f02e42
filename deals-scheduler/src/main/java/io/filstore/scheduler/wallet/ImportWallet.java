package io.filstore.scheduler.wallet;

import io.filstore.db.chain.Wallet;
import io.filstore.db.chain.Wallets;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.KeyType;
import io.filstore.filecoin.LocalKey;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** Adds wallets. The same import twice adds one wallet. */
public final class ImportWallet {

  private final Wallets wallets;
  private final Signers signers;
  private final TransactionTemplate transactions;

  ImportWallet(Wallets wallets, Signers signers, TransactionTemplate transactions) {
    this.wallets = wallets;
    this.signers = signers;
    this.transactions = transactions;
  }

  /** What is brought. */
  public sealed interface Source {

    /** A private key, which is sealed and stored. */
    record Key(LocalKey key) implements Source {}

    /** An address whose key the remote signer of this deployment holds. */
    record AtRemoteSigner(FilAddress address) implements Source {}

    /** An address that is only looked at. */
    record Watched(FilAddress address) implements Source {}
  }

  /** What came of it. */
  public sealed interface Outcome {

    /** It is there from now on. */
    record Added(Wallet wallet) implements Outcome {}

    /** It was there, of the same kind. */
    record Known(Wallet wallet) implements Outcome {}

    /** It is not taken, and nothing has changed. */
    record Refused(String why) implements Outcome {}
  }

  /**
   * Adds a wallet.
   *
   * @param name for people, at most 100 characters
   * @param makeDefault whether new deals are made with it from now on
   * @throws io.filstore.client.chain.ChainException when the remote signer does not answer
   */
  public Outcome add(Source source, @Nullable String name, boolean makeDefault) {
    return switch (source) {
      case Source.Key brought -> {
        OwnWallet.Local wallet = new OwnWallet.Local(brought.key().address(), brought.key().type());
        yield keep(wallet, signers.seal(brought.key()), name, makeDefault);
      }
      case Source.AtRemoteSigner away -> remote(away.address(), name, makeDefault);
      case Source.Watched watched ->
          KeyType.of(watched.address())
              .<Outcome>map(type ->
                  keep(new OwnWallet.WatchOnly(watched.address(), type), null, name, makeDefault))
              .orElseGet(() -> noKeyAddress(watched.address()));
    };
  }

  private Outcome remote(FilAddress address, @Nullable String name, boolean makeDefault) {
    Optional<KeyType> type = KeyType.of(address).filter(kind -> kind != KeyType.DELEGATED);
    if (type.isEmpty()) {
      return noKeyAddress(address);
    }
    if (signers.remote().isEmpty()) {
      return new Outcome.Refused(
          "there is no remote signer: FILSTORE_REMOTE_SIGNER_URL is not set");
    }
    if (!signers.remote().get().holds(address)) {
      return new Outcome.Refused("the remote signer does not hold the key of " + address);
    }
    return keep(new OwnWallet.Remote(address, type.get()), null, name, makeDefault);
  }

  private static Outcome noKeyAddress(FilAddress address) {
    return new Outcome.Refused(
        "%s is no address of a key: f1 and f3 can sign, f410 can be watched".formatted(address));
  }

  private Outcome keep(
      OwnWallet wallet, byte @Nullable [] sealed, @Nullable String name, boolean makeDefault) {
    Optional<String> unfit = wallet.cannot(Ability.SIGN_MESSAGES);
    if (makeDefault && unfit.isPresent()) {
      return new Outcome.Refused("it cannot be the default wallet: " + unfit.get());
    }
    String address = wallet.address().toString();
    Outcome outcome =
        transactions.execute(status -> {
          boolean added =
              wallets.add(address, wallet.kind(), wallet.keyType().word(), sealed, name);
          Wallet row = wallets.lock(address).orElseThrow();
          if (!row.kind().equals(wallet.kind())) {
            return new Outcome.Refused(
                "%s is here already, as a wallet of kind %s".formatted(address, row.kind()));
          }
          if (makeDefault) {
            wallets.makeDefault(address);
          }
          Wallet now = wallets.find(address).orElseThrow();
          return added ? new Outcome.Added(now) : new Outcome.Known(now);
        });
    return Objects.requireNonNull(outcome);
  }
}
