package io.filstore.watcher.probe;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.filstore.client.deal.ProviderAddresses;
import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.PieceHolders;
import io.filstore.watcher.FilecoinNetwork;
import io.filstore.watcher.chain.ChainProperties;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The wiring of the task {@code probe-replicas}. */
@Configuration(proxyBeanMethods = false)
class ProbeConfiguration {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Duration DEVNET_PAUSE = Duration.ofSeconds(5);

  @Bean
  ProbeReplicas probeReplicas(
      JdbcClient jdbc,
      PieceHolders holders,
      EventLog events,
      Jobs jobs,
      TransactionTemplate transactions,
      ProbeProperties properties,
      ChainProperties chain,
      @Value("${watcher.provider.allow-private:false}") boolean allowPrivate,
      Clock clock) {
    boolean anywhere = allowPrivate || chain.network() == FilecoinNetwork.DEVNET;
    ProviderAddresses addresses =
        anywhere ? ProviderAddresses.any() : ProviderAddresses.publicOnly();
    return new ProbeReplicas(
        new Probes(jdbc),
        holders,
        new BlockFetch(addresses, PATIENCE),
        events,
        jobs,
        transactions,
        properties.interval(chain.network()),
        clock);
  }

  @Bean
  Task<Void> probeReplicasTask(ProbeReplicas probe, ChainProperties chain) {
    Duration pause = chain.network() == FilecoinNetwork.DEVNET ? DEVNET_PAUSE : PAUSE;
    return Tasks.recurring("probe-replicas", FixedDelay.of(pause)).execute((_, _) -> probe.run());
  }
}
