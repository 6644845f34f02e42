package io.filstore.scheduler.wallet;

import io.filstore.db.chain.Wallet;
import io.filstore.db.chain.Wallets;
import io.filstore.filecoin.Keystore;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The wallets for the operator at the machine itself, beside or without a running service. The only
 * door through which a private key leaves.
 */
public final class WalletVault {

  private final Wallets wallets;
  private final Signers signers;
  private final ImportWallet imports;

  /** The wallets of a database, and the password that their keys are sealed under. */
  public WalletVault(DataSource database, String keystorePassword) {
    this.wallets = new Wallets(JdbcClient.create(database));
    this.signers =
        new Signers(wallets, new Keystore(keystorePassword, new SecureRandom()), Optional.empty());
    this.imports =
        new ImportWallet(
            wallets, signers, new TransactionTemplate(new DataSourceTransactionManager(database)));
  }

  /** All wallets, by address. */
  public List<Wallet> list() {
    return wallets.all();
  }

  /** Adds a wallet by its key in Lotus' export form; empty when the text is no such key. */
  public Optional<ImportWallet.Outcome> importKey(
      String export, @Nullable String name, boolean makeDefault) {
    return KeyExport.parse(export)
        .map(key -> imports.add(new ImportWallet.Source.Key(key), name, makeDefault));
  }

  /**
   * The private key of a local wallet, as {@code lotus wallet export} prints it; empty when there
   * is no local wallet with this address.
   */
  public Optional<String> export(String address) {
    return wallets
        .find(address)
        .filter(wallet -> wallet.kind().equals("local"))
        .map(wallet -> KeyExport.format(signers.local(wallet)));
  }
}
