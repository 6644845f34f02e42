package io.filstore.scheduler.discovery;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainEndpoints;
import io.filstore.client.deal.CurioMk12Transport;
import io.filstore.client.deal.CurioMk20Transport;
import io.filstore.client.deal.OwnNodes;
import io.filstore.client.deal.ProviderAddresses;
import io.filstore.db.chain.Networks;
import io.filstore.db.chain.Providers;
import io.filstore.db.chain.Standings;
import io.filstore.db.discovery.Discoveries;
import io.filstore.scheduler.network.ChainProperties;
import io.filstore.scheduler.network.FilecoinNetwork;
import io.filstore.scheduler.network.FreshChain;
import io.filstore.scheduler.provider.ProviderDirectory;
import io.filstore.scheduler.provider.PublicMarket;
import io.filstore.scheduler.wallet.ClientWallet;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** The wiring of the task {@code discover-providers}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DiscoveryProperties.class)
class DiscoveryConfiguration {
  /** Curio's handlers end after ten seconds (curio market/http). */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration SWITCHED_OFF = Duration.ofMinutes(1);

  @Bean
  Task<Void> discoverProvidersTask(
      ChainProperties properties,
      DiscoveryProperties discovery,
      Networks networks,
      Providers providers,
      Standings standings,
      Discoveries discoveries,
      ProviderAddresses addresses,
      ClientWallet wallet,
      TransactionTemplate transactions,
      Clock clock,
      @Value("${filstore.deals.offline:false}") boolean offline) {
    int rate = discovery.minersPerMinute(properties.network());
    if (rate == 0) {
      return Tasks.recurring("discover-providers", FixedDelay.of(SWITCHED_OFF))
          .execute((_, _) -> {});
    }
    FilecoinNetwork network = properties.network();
    Pace pace = Pace.of(rate);
    // Its own, so that an endpoint which wants to be left alone by this is not so for deals.
    Chain chain = ChainEndpoints.connect(properties.lotusRpc(), properties.lotusToken()).chain();
    ProviderDirectory directory =
        new ProviderDirectory(
            chain,
            providers,
            standings,
            OwnNodes.NONE,
            new PublicMarket(
                new CurioMk20Transport(addresses, clock, PATIENCE),
                new CurioMk12Transport(addresses, PATIENCE),
                addresses,
                offline ? "offline" : "http"),
            clock);
    DiscoverProviders discover =
        new DiscoverProviders(
            chain,
            new FreshChain(chain, network, networks, clock),
            new LookAtMiner(chain, directory, wallet::key, clock),
            discoveries,
            transactions,
            pace.batch(),
            discovery.interval(network),
            clock);
    return Tasks.recurring("discover-providers", FixedDelay.of(pace.pause()))
        .execute((_, _) -> discover.run());
  }
}
