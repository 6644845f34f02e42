package io.filstore.watcher.provider;

import io.filstore.db.chain.Wallet;
import io.filstore.db.chain.Wallets;
import io.filstore.filecoin.KeyType;
import io.filstore.filecoin.Keystore;
import io.filstore.filecoin.LocalKey;
import io.filstore.filecoin.Signer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys in the wallet table, opened once each: deriving the key that opens them is slow on
 * purpose. Keys that a remote signer has are left to the scheduler.
 */
final class WalletKeys implements ClientKeys {
  private final Wallets wallets;
  private final Keystore keystore;
  private final Map<String, LocalKey> opened = new ConcurrentHashMap<>();

  WalletKeys(Wallets wallets, Keystore keystore) {
    this.wallets = wallets;
    this.keystore = keystore;
  }

  @Override
  public Optional<Signer> of(String address) {
    LocalKey known = opened.get(address);
    if (known != null) {
      return Optional.of(known);
    }
    Wallet wallet =
        wallets
            .find(address)
            .orElseThrow(() -> new IllegalStateException("there is no wallet " + address));
    byte[] sealed = wallet.encryptedKey();
    return sealed == null
        ? Optional.empty()
        : Optional.of(opened.computeIfAbsent(address, _ -> open(wallet, sealed)));
  }

  private LocalKey open(Wallet wallet, byte[] sealed) {
    return LocalKey.of(
        KeyType.of(wallet.keyType()).orElseThrow(), keystore.open(sealed, wallet.address()));
  }
}
