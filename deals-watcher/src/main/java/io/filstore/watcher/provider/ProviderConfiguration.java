package io.filstore.watcher.provider;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.filstore.client.deal.CurioMk12Transport;
import io.filstore.client.deal.CurioMk20Transport;
import io.filstore.client.deal.OwnNodes;
import io.filstore.client.deal.ProviderAddresses;
import io.filstore.client.deal.Transports;
import io.filstore.db.chain.Providers;
import io.filstore.db.chain.Wallets;
import io.filstore.db.deal.Deals;
import io.filstore.db.transfer.Transfers;
import io.filstore.filecoin.Keystore;
import io.filstore.watcher.FilecoinNetwork;
import io.filstore.watcher.chain.ChainProperties;
import io.filstore.watcher.monitor.DealRecorder;
import io.filstore.watcher.monitor.LastLook;
import io.filstore.watcher.monitor.NamedDealId;
import java.security.SecureRandom;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The wiring of the task {@code ask-providers}. */
@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderConfiguration.class);

  @Bean
  Task<Void> askProvidersTask(
      Deals deals,
      Providers providers,
      Transfers transfers,
      Wallets wallets,
      DealRecorder recorder,
      NamedDealId dealIds,
      LastLook lastLook,
      ProviderProperties properties,
      ChainProperties chain,
      Clock clock) {
    OwnNodes nodes = properties.ownNodes();
    String password = properties.keystorePassword();
    FixedDelay schedule = FixedDelay.of(properties.interval(chain.network()));
    if (password == null) {
      LOG.info("FILSTORE_KEYSTORE_PASSWORD is not set: providers are not asked, only the chain");
      return Tasks.recurring("ask-providers", schedule).execute((_, _) -> {});
    }
    boolean devnet = chain.network() == FilecoinNetwork.DEVNET;
    ProviderAddresses addresses =
        devnet || properties.allowPrivate()
            ? ProviderAddresses.any()
            : ProviderAddresses.publicOnly();
    Transports transports =
        new Transports(
            nodes, new CurioMk20Transport(addresses, clock), new CurioMk12Transport(addresses));
    WalletKeys keys = new WalletKeys(wallets, new Keystore(password, new SecureRandom()));
    AskProviders ask =
        new AskProviders(
            deals,
            providers,
            transfers,
            transports,
            keys,
            recorder,
            dealIds::take,
            lastLook::shows,
            new LostOffers(recorder, lastLook::shows, properties.lostAfter(chain.network()), clock),
            clock);
    return Tasks.recurring("ask-providers", schedule).execute((_, _) -> ask.ask());
  }
}
