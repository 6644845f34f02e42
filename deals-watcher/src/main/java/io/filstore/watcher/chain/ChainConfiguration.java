package io.filstore.watcher.chain;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainEndpoints;
import io.filstore.db.chain.Disagreements;
import io.filstore.db.chain.Networks;
import io.filstore.db.event.EventLog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** The wiring of the chain endpoint. */
@Configuration(proxyBeanMethods = false)
class ChainConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Chain chain(ChainEndpoints endpoints) {
    return endpoints.chain();
  }

  @Bean
  ChainEndpoints chainEndpoints(ChainProperties properties) {
    return ChainEndpoints.connect(properties.rpc(), properties.token());
  }

  @Bean
  ChainNews chainNews(ChainProperties properties) {
    return new ChainNews(properties);
  }

  @Bean
  ChainObserver chainObserver(
      Chain chain, Networks networks, ChainProperties properties, Clock clock) {
    return new ChainObserver(chain, networks, properties, clock);
  }

  @Bean
  ChainStatus chainStatus(ChainProperties properties, Clock clock) {
    return new ChainStatus(properties.shownRpc(), clock);
  }

  @Bean
  Agreement agreement(
      Disagreements rows,
      Networks networks,
      EventLog events,
      TransactionTemplate transactions,
      Clock clock) {
    return new Agreement(rows, networks, events, transactions, clock);
  }

  /** The bean's name less the suffix is the name of the detail. */
  @Bean
  HealthIndicator chainHealthIndicator(
      Networks networks,
      ChainStatus status,
      Agreement agreement,
      ChainEndpoints endpoints,
      ChainNews news,
      ChainProperties properties,
      Clock clock) {
    return new ChainHealth(networks, status, agreement, endpoints, news, properties, clock);
  }

  @Bean
  MeterBinder chainHeadAge(Networks networks, Clock clock) {
    return registry ->
        Gauge.builder("filstore.chain.head.age", () -> ageSeconds(networks, clock))
            .baseUnit("seconds")
            .description("Time since the head of the chain was last seen")
            .register(registry);
  }

  private static double ageSeconds(Networks networks, Clock clock) {
    return networks
        .current()
        .map(row -> Duration.between(row.observedAt(), clock.instant()).toMillis() / 1000.0)
        .orElse(Double.NaN);
  }
}
