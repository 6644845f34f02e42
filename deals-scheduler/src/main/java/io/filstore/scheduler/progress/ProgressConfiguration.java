package io.filstore.scheduler.progress;

import io.filstore.db.deal.DatacapLedger;
import io.filstore.db.deal.Deals;
import io.filstore.db.jobs.Jobs;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class ProgressConfiguration {

  @Bean
  DealProgress dealProgress(
      Deals deals, DatacapLedger ledger, Jobs jobs, TransactionTemplate transactions, Clock clock) {
    return new DealProgress(deals, ledger, jobs, transactions, clock);
  }
}
