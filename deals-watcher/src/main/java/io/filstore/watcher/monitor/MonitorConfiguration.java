package io.filstore.watcher.monitor;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.filstore.client.chain.Chain;
import io.filstore.client.chain.MarketDeals;
import io.filstore.client.chain.MarketDealsSnapshot;
import io.filstore.db.chain.Networks;
import io.filstore.db.chain.Wallets;
import io.filstore.db.deal.DatacapLedger;
import io.filstore.db.deal.Deals;
import io.filstore.db.deal.DueDeals;
import io.filstore.db.jobs.Jobs;
import io.filstore.watcher.actorevents.EventPointers;
import io.filstore.watcher.chain.Agreement;
import io.filstore.watcher.chain.ChainNews;
import io.filstore.watcher.chain.ChainObserver;
import io.filstore.watcher.chain.ChainProperties;
import io.filstore.watcher.chain.ChainStatus;
import io.filstore.watcher.claims.ClaimLook;
import io.filstore.watcher.evidence.Derivation;
import io.filstore.watcher.evidence.Timer;
import io.filstore.watcher.market.MarketLook;
import io.filstore.watcher.market.PublishedLook;
import io.filstore.watcher.market.Sweep;
import java.time.Clock;
import okhttp3.OkHttpClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The wiring of the task {@code watch}; the job table lets one replica run it at a time. */
@Configuration(proxyBeanMethods = false)
class MonitorConfiguration {

  @Bean
  Task<Void> watchTask(Watch watch, MonitorProperties properties, ChainProperties chain) {
    return Tasks.recurring(WakeWatch.TASK, FixedDelay.of(properties.interval(chain.network())))
        .execute((_, _) -> watch.poll());
  }

  /** The scheduler is made of tasks, so it is looked for only when it is to be woken. */
  @Bean
  WakeWatch wakeWatch(
      ChainNews news,
      Jobs jobs,
      ObjectProvider<Scheduler> scheduler,
      MonitorProperties properties,
      ChainProperties chain) {
    WakeWatch wake =
        new WakeWatch(
            jobs,
            () -> scheduler.ifAvailable(Scheduler::triggerCheckForDueExecutions),
            properties.wakeGap(chain.network()));
    news.wakes(wake::wake);
    return wake;
  }

  @Bean
  DealRecorder dealRecorder(
      Deals deals, DatacapLedger datacap, Jobs jobs, TransactionTemplate transactions) {
    return new DealRecorder(deals, datacap, jobs, transactions);
  }

  @Bean
  Sweep sweep(Chain chain, MonitorProperties properties, ChainProperties network, Clock clock) {
    String snapshot = properties.marketDealsSnapshot();
    MarketDeals source =
        snapshot == null
            ? chain::streamMarketDeals
            : new MarketDealsSnapshot(snapshot, new OkHttpClient());
    return new Sweep(source, properties.sweepInterval(network.network()), clock);
  }

  @Bean
  Clients clients(Chain chain, Wallets wallets) {
    return new Clients(chain, wallets);
  }

  @Bean
  NamedDealId namedDealId(Chain chain, Clients clients, DealRecorder recorder) {
    return new NamedDealId(chain, clients, recorder);
  }

  @Bean
  LastLook lastLook(Chain chain, Clients clients, DealRecorder recorder) {
    return new LastLook(chain, clients, recorder);
  }

  @Bean
  DueDeals dueDeals(JdbcClient jdbc) {
    return new DueDeals(jdbc);
  }

  @Bean
  EventPointers eventPointers(Chain chain, Networks networks, DueDeals due) {
    return new EventPointers(chain, networks, due);
  }

  @Bean
  DealLook dealLook(
      Chain chain, MonitorProperties properties, DealRecorder recorder, DueDeals due) {
    return new DealLook(
        new MarketLook(chain),
        new PublishedLook(chain),
        new ClaimLook(chain),
        new Derivation(properties.expiringWindow()),
        new Timer(properties.expiringWindow(), properties.auditEpochs()),
        recorder,
        due);
  }

  @Bean
  Watch watch(
      ChainObserver observer,
      ChainStatus status,
      Agreement agreement,
      Deals deals,
      DueDeals due,
      EventPointers events,
      Clients clients,
      Sweep sweep,
      NamedDealId named,
      DealLook look,
      ChainNews news) {
    return new Watch(
        observer, status, agreement, deals, due, events, clients, sweep, named, look, news);
  }
}
