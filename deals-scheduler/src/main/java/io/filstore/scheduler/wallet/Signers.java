package io.filstore.scheduler.wallet;

import io.filstore.client.chain.RemoteWallets;
import io.filstore.db.chain.Wallet;
import io.filstore.db.chain.Wallets;
import io.filstore.filecoin.KeyType;
import io.filstore.filecoin.Keystore;
import io.filstore.filecoin.LocalKey;
import io.filstore.filecoin.Signer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What signs for our wallets. Sealed keys are opened once per process, and sealed anew when they
 * were sealed in an older form.
 */
final class Signers {

  private final Wallets wallets;
  private final Keystore keystore;
  private final Optional<RemoteWallets> remote;
  private final Map<String, LocalKey> opened = new ConcurrentHashMap<>();

  Signers(Wallets wallets, Keystore keystore, Optional<RemoteWallets> remote) {
    this.wallets = wallets;
    this.keystore = keystore;
    this.remote = remote;
  }

  /**
   * The signer of a wallet.
   *
   * @throws WalletCannot when there is none
   */
  Signer of(Wallet wallet) {
    return switch (OwnWallet.of(wallet)) {
      case OwnWallet.Local _ -> local(wallet);
      case OwnWallet.Remote away ->
          remote()
              .orElseThrow(() ->
                  new WalletCannot(
                      "the key of %s is at a remote signer, but FILSTORE_REMOTE_SIGNER_URL is not set"
                          .formatted(away.address())))
              .signer(away.address());
      case OwnWallet.WatchOnly watched ->
          throw new WalletCannot(watched.cannot(Ability.SIGN_MESSAGES).orElseThrow());
    };
  }

  /** The remote signer of this deployment. */
  Optional<RemoteWallets> remote() {
    return remote;
  }

  /** The key of a local wallet. */
  LocalKey local(Wallet wallet) {
    return opened.computeIfAbsent(wallet.address(), _ -> open(wallet));
  }

  /** A key in the form in which it is stored. */
  byte[] seal(LocalKey key) {
    return keystore.seal(key.secret(), key.address().toString());
  }

  private LocalKey open(Wallet wallet) {
    byte[] box = Objects.requireNonNull(wallet.encryptedKey());
    LocalKey key =
        LocalKey.of(
            KeyType.of(wallet.keyType()).orElseThrow(), keystore.open(box, wallet.address()));
    if (keystore.isOutdated(box)) {
      wallets.reseal(wallet.address(), box, seal(key));
    }
    return key;
  }
}
