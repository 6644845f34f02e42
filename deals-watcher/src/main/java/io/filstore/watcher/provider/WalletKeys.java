package io.filstore.watcher.provider;

import io.filstore.db.chain.Wallet;
import io.filstore.db.chain.Wallets;
import io.filstore.filecoin.Keystore;
import io.filstore.filecoin.Secp256k1Key;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys in the wallet table, opened once each: deriving the key that opens them is slow on
 * purpose.
 */
final class WalletKeys implements ClientKeys {
  private final Wallets wallets;
  private final Keystore keystore;
  private final Map<String, Secp256k1Key> opened = new ConcurrentHashMap<>();

  WalletKeys(Wallets wallets, Keystore keystore) {
    this.wallets = wallets;
    this.keystore = keystore;
  }

  @Override
  public Secp256k1Key of(String wallet) {
    return opened.computeIfAbsent(wallet, this::open);
  }

  private Secp256k1Key open(String address) {
    byte[] sealed =
        wallets.all().stream()
            .filter(wallet -> wallet.address().equals(address))
            .map(Wallet::encryptedKey)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("there is no wallet " + address));
    return Secp256k1Key.fromBytes(keystore.open(sealed, address));
  }
}
