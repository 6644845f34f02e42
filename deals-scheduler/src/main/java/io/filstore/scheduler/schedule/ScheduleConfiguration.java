package io.filstore.scheduler.schedule;

import io.filstore.client.chain.Chain;
import io.filstore.db.deal.DatacapLedger;
import io.filstore.scheduler.network.FreshChain;
import io.filstore.scheduler.policy.Candidates;
import io.filstore.scheduler.provider.ProviderDirectory;
import io.filstore.scheduler.wallet.ClientWallet;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ScheduleConfiguration {

  @Bean
  Preflight preflight(
      Chain chain,
      FreshChain fresh,
      ProviderDirectory directory,
      Candidates candidates,
      DatacapLedger ledger,
      ClientWallet wallet) {
    return new Preflight(chain, fresh, directory, candidates, ledger, wallet);
  }
}
