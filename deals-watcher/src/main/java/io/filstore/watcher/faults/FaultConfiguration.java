package io.filstore.watcher.faults;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.filstore.client.chain.Chain;
import io.filstore.db.chain.Networks;
import io.filstore.db.deal.Deals;
import io.filstore.db.jobs.Jobs;
import io.filstore.watcher.chain.Agreement;
import io.filstore.watcher.chain.ChainProperties;
import io.filstore.watcher.monitor.MonitorProperties;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The wiring of the task {@code look-for-faults}. */
@Configuration(proxyBeanMethods = false)
class FaultConfiguration {
  private static final Duration SWITCHED_OFF = Duration.ofDays(1);

  @Bean
  LookForFaults lookForFaults(
      Chain chain,
      Networks networks,
      JdbcClient jdbc,
      Deals deals,
      Jobs jobs,
      TransactionTemplate transactions,
      Agreement agreement,
      FaultProperties properties,
      MonitorProperties monitor,
      ChainProperties settings,
      Clock clock) {
    return new LookForFaults(
        chain,
        networks,
        new ProvenSectors(jdbc),
        new SectorNews(deals, jobs, transactions, monitor.expiringWindow(), clock),
        agreement,
        properties.seenFor(settings.network()),
        clock);
  }

  @Bean
  Task<Void> lookForFaultsTask(
      LookForFaults look, FaultProperties properties, ChainProperties chain) {
    Duration interval = properties.interval(chain.network());
    boolean on = !interval.isZero();
    return Tasks.recurring("look-for-faults", FixedDelay.of(on ? interval : SWITCHED_OFF))
        .execute((_, _) -> {
          if (on) {
            look.run();
          }
        });
  }
}
