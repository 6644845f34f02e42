package io.filstore.scheduler.wallet;

import io.filstore.db.chain.Wallet;
import io.filstore.db.chain.Wallets;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Keystore;
import io.filstore.filecoin.Secp256k1Key;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The wallet that signs deals and messages: imported or made on the first start, sealed in the
 * database, opened once per process. Several replicas may start at once; the database keeps one
 * wallet.
 */
public final class ClientWallet {

  private final Wallets wallets;
  private final Keystore keystore;
  private final SecureRandom random;
  private final @Nullable Path keyFile;
  private volatile @Nullable Secp256k1Key opened;

  ClientWallet(Wallets wallets, WalletProperties properties, SecureRandom random) {
    this.wallets = wallets;
    this.keystore = new Keystore(properties.keystorePassword(), random);
    this.random = random;
    this.keyFile = properties.keyFile().isBlank() ? null : Path.of(properties.keyFile());
  }

  /** The key; the first call of a deployment makes or imports it. */
  public synchronized Secp256k1Key key() {
    Secp256k1Key known = opened;
    if (known == null) {
      known = open(wallets.defaultWallet().orElseGet(this::add));
      opened = known;
    }
    return known;
  }

  /** The key address, f1. */
  public FilAddress address() {
    return key().address();
  }

  private Wallet add() {
    Secp256k1Key key = keyFile == null ? Secp256k1Key.generate(random) : KeyFile.read(keyFile);
    String address = key.address().toString();
    wallets.addDefault(address, keystore.seal(key.secret(), address));
    return wallets.defaultWallet().orElseThrow();
  }

  private Secp256k1Key open(Wallet wallet) {
    Secp256k1Key key =
        Secp256k1Key.fromBytes(keystore.open(wallet.encryptedKey(), wallet.address()));
    Optional<FilAddress> asked =
        Optional.ofNullable(keyFile).map(file -> KeyFile.read(file).address());
    if (asked.isPresent() && !asked.get().equals(key.address())) {
      throw new IllegalStateException(
          "FILECOIN_WALLET_KEY_FILE holds "
              + asked.get()
              + " but this deployment already uses "
              + wallet.address());
    }
    return key;
  }
}
