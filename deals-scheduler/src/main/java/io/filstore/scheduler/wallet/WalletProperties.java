package io.filstore.scheduler.wallet;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The client's wallets.
 *
 * @param keystorePassword seals keys in the database, at least 12 characters, no default
 *     (FILSTORE_KEYSTORE_PASSWORD)
 * @param keyFile a key to import on the first start; empty makes a new one
 *     (FILECOIN_WALLET_KEY_FILE)
 * @param faucetUrl asked for money and DataCap when the wallet has neither; never on mainnet
 *     (FAUCET_URL)
 * @param remoteSignerUrl JSON-RPC of a Lotus node or {@code lotus-wallet} that signs for remote
 *     wallets; empty: there is none (FILSTORE_REMOTE_SIGNER_URL)
 * @param remoteSignerToken its JWT with the permission sign (FILSTORE_REMOTE_SIGNER_TOKEN)
 */
@ConfigurationProperties("filstore.wallet")
public record WalletProperties(
    String keystorePassword,
    @DefaultValue("") String keyFile,
    @DefaultValue("") String faucetUrl,
    @DefaultValue("") String remoteSignerUrl,
    @DefaultValue("") String remoteSignerToken) {

  /** Neither password nor token may reach a log. */
  @Override
  public String toString() {
    return "WalletProperties[keyFile=" + keyFile + ", faucetUrl=" + faucetUrl + "]";
  }
}
