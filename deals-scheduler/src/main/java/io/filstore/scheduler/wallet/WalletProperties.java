package io.filstore.scheduler.wallet;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The client's wallet.
 *
 * @param keystorePassword seals keys in the database, at least 12 characters, no default
 *     (FILSTORE_KEYSTORE_PASSWORD)
 * @param keyFile a key to import on the first start; empty makes a new one
 *     (FILECOIN_WALLET_KEY_FILE)
 * @param faucetUrl asked for money and DataCap when the wallet has neither; never on mainnet
 *     (FAUCET_URL)
 */
@ConfigurationProperties("filstore.wallet")
public record WalletProperties(
    String keystorePassword, @DefaultValue("") String keyFile, @DefaultValue("") String faucetUrl) {

  /** The password must not reach a log. */
  @Override
  public String toString() {
    return "WalletProperties[keyFile=" + keyFile + ", faucetUrl=" + faucetUrl + "]";
  }
}
