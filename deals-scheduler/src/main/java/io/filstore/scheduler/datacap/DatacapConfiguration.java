package io.filstore.scheduler.datacap;

import io.filstore.client.chain.Chain;
import io.filstore.db.deal.DatacapLedger;
import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.Jobs;
import io.filstore.scheduler.message.ChainMessages;
import io.filstore.scheduler.wallet.ClientWallet;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class DatacapConfiguration {

  @Bean
  Allocations allocations(Chain chain, JdbcClient jdbc, Clock clock) {
    return new Allocations(chain, jdbc, clock);
  }

  @Bean
  DatacapOverview datacapOverview(
      Chain chain, DatacapLedger ledger, Allocations allocations, JdbcClient jdbc, Clock clock) {
    return new DatacapOverview(chain, ledger, allocations, new Burn(jdbc, clock));
  }

  @Bean
  ReclaimDatacap reclaimDatacap(
      Chain chain,
      JdbcClient jdbc,
      ChainMessages messages,
      ClientWallet wallet,
      Jobs jobs,
      EventLog events,
      TransactionTemplate transactions,
      Clock clock) {
    return new ReclaimDatacap(
        chain, new Reclaims(jdbc), messages, wallet, jobs, events, transactions, clock);
  }
}
