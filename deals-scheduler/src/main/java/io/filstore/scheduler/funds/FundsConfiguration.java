package io.filstore.scheduler.funds;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.filstore.client.chain.Chain;
import io.filstore.db.chain.Wallets;
import io.filstore.db.event.EventLog;
import io.filstore.scheduler.datacap.DatacapOverview;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FundsProperties.class)
class FundsConfiguration {

  @Bean
  WatchFunds watchFunds(
      Chain chain,
      Wallets wallets,
      DatacapOverview datacap,
      FundsProperties properties,
      EventLog events,
      JdbcClient jdbc,
      TransactionTemplate transactions,
      Clock clock) {
    return new WatchFunds(chain, wallets, datacap, properties, events, jdbc, transactions, clock);
  }

  @Bean
  Task<Void> watchFundsTask(WatchFunds watch, FundsProperties properties) {
    return Tasks.recurring("watch-funds", FixedDelay.of(properties.interval()))
        .execute((_, _) -> watch.look());
  }
}
