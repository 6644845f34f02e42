package io.filstore.scheduler.network;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainEndpoints;
import io.filstore.db.chain.Networks;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ChainProperties.class)
class NetworkConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Chain chain(ChainProperties properties) {
    return ChainEndpoints.connect(properties.lotusRpc(), properties.lotusToken()).chain();
  }

  @Bean
  FilecoinNetwork filecoinNetwork(ChainProperties properties) {
    return properties.network();
  }

  @Bean
  FreshChain freshChain(Chain chain, FilecoinNetwork network, Networks networks, Clock clock) {
    return new FreshChain(chain, network, networks, clock);
  }
}
