package io.filstore.scheduler.wallet;

import io.filstore.client.chain.Chain;
import io.filstore.db.chain.Wallets;
import io.filstore.scheduler.network.FilecoinNetwork;
import java.security.SecureRandom;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WalletProperties.class)
class WalletConfiguration {

  @Bean
  ClientWallet clientWallet(Wallets wallets, WalletProperties properties) {
    return new ClientWallet(wallets, properties, new SecureRandom());
  }

  @Bean
  Faucet faucet(Chain chain, FilecoinNetwork network, WalletProperties properties) {
    return new Faucet(chain, network, properties.faucetUrl());
  }

  /** A wrong password or key file stops the start, not the first deal. */
  @Bean
  ApplicationRunner openWallet(ClientWallet wallet) {
    return arguments -> wallet.key();
  }
}
