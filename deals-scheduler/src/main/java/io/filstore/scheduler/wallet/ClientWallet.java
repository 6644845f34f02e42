package io.filstore.scheduler.wallet;

import io.filstore.db.chain.Wallet;
import io.filstore.db.chain.Wallets;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.LocalKey;
import io.filstore.filecoin.Secp256k1Key;
import io.filstore.filecoin.Signer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The wallets that sign deals and messages: new deals with the default one, each deal from then on
 * with its own. The first start makes or imports one; several replicas may start at once, the
 * database keeps one.
 */
public final class ClientWallet {

  private final Wallets wallets;
  private final Signers signers;
  private final SecureRandom random;
  private final @Nullable Path keyFile;

  ClientWallet(Wallets wallets, Signers signers, String keyFile, SecureRandom random) {
    this.wallets = wallets;
    this.signers = signers;
    this.random = random;
    this.keyFile = keyFile.isBlank() ? null : Path.of(keyFile);
  }

  /** Makes or imports the first wallet, and proves that the default one can sign. */
  void open() {
    Wallet first = wallets.defaultWallet().orElseGet(this::add);
    signers.of(first);
    requireKeyOfFile();
  }

  /** What signs for the default wallet. */
  public Signer key() {
    return signers.of(wallets.defaultWallet().orElseGet(this::add));
  }

  /** The address of the default wallet. */
  public FilAddress address() {
    return FilAddress.parse(wallets.defaultWallet().orElseGet(this::add).address());
  }

  /**
   * What signs for one of our wallets.
   *
   * @throws WalletCannot when nothing here does, or it is none of ours
   */
  public Signer of(String address) {
    return signers.of(find(address));
  }

  /**
   * Why the wallet cannot be the client of a deal; empty when it can. Asked before anything is
   * reserved or spent.
   *
   * @param product {@code ddo} or {@code mk12}
   */
  public Optional<String> refusal(String address, String product, boolean verified) {
    OwnWallet wallet = OwnWallet.of(find(address));
    Ability deal = product.equals("mk12") ? Ability.CLIENT_OF_F05_DEALS : Ability.ALLOCATE_DATACAP;
    Ability needed = product.equals("ddo") && !verified ? Ability.SIGN_PROVIDER_REQUESTS : deal;
    Optional<String> why =
        wallet.cannot(needed).or(() -> wallet.cannot(Ability.SIGN_PROVIDER_REQUESTS));
    return why.isPresent() || !(wallet instanceof OwnWallet.Remote away) ? why : notHeld(away);
  }

  private Optional<String> notHeld(OwnWallet.Remote away) {
    return signers
        .remote()
        .map(signer ->
            signer.holds(away.address())
                ? Optional.<String>empty()
                : Optional.of("the remote signer does not hold the key of " + away.address()))
        .orElseGet(() ->
            Optional.of(
                "the key of %s is at a remote signer, but FILSTORE_REMOTE_SIGNER_URL is not set"
                    .formatted(away.address())));
  }

  private Wallet find(String address) {
    return wallets
        .find(address)
        .orElseThrow(() -> new WalletCannot("there is no wallet " + address));
  }

  private synchronized Wallet add() {
    LocalKey key = keyFile == null ? Secp256k1Key.generate(random) : KeyFile.read(keyFile);
    wallets.addDefault(key.address().toString(), key.type().word(), signers.seal(key));
    return wallets.defaultWallet().orElseThrow();
  }

  private void requireKeyOfFile() {
    if (keyFile == null) {
      return;
    }
    String asked = KeyFile.read(keyFile).address().toString();
    if (wallets.find(asked).isEmpty()) {
      throw new IllegalStateException(
          "FILECOIN_WALLET_KEY_FILE holds "
              + asked
              + " but this deployment already uses "
              + address());
    }
  }
}
