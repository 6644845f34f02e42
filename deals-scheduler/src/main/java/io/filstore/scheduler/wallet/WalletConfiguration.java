package io.filstore.scheduler.wallet;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.RemoteWallets;
import io.filstore.db.chain.Wallets;
import io.filstore.filecoin.Keystore;
import io.filstore.scheduler.budget.SpendingLimits;
import io.filstore.scheduler.network.FilecoinNetwork;
import java.security.SecureRandom;
import java.util.Optional;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WalletProperties.class)
class WalletConfiguration {

  @Bean
  Keystore keystore(WalletProperties properties) {
    return new Keystore(properties.keystorePassword(), new SecureRandom());
  }

  @Bean
  Signers signers(Wallets wallets, Keystore keystore, WalletProperties properties) {
    Optional<RemoteWallets> remote =
        Optional.of(properties.remoteSignerUrl())
            .filter(url -> !url.isBlank())
            .map(url -> RemoteWallets.connect(url, properties.remoteSignerToken()));
    return new Signers(wallets, keystore, remote);
  }

  @Bean
  ClientWallet clientWallet(Wallets wallets, Signers signers, WalletProperties properties) {
    return new ClientWallet(wallets, signers, properties.keyFile(), new SecureRandom());
  }

  @Bean
  SpendingLimits spendingLimits(JdbcClient jdbc) {
    return new SpendingLimits(jdbc);
  }

  @Bean
  ImportWallet importWallet(Wallets wallets, Signers signers, TransactionTemplate transactions) {
    return new ImportWallet(wallets, signers, transactions);
  }

  @Bean
  Faucet faucet(Chain chain, FilecoinNetwork network, WalletProperties properties) {
    return new Faucet(chain, network, properties.faucetUrl());
  }

  /** A wrong password or key file stops the start, not the first deal. */
  @Bean
  ApplicationRunner openWallet(ClientWallet wallet) {
    return arguments -> wallet.open();
  }
}
