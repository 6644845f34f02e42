package io.filstore.scheduler.provider;

import io.filstore.client.chain.Chain;
import io.filstore.client.deal.CurioMk12Transport;
import io.filstore.client.deal.CurioMk20Transport;
import io.filstore.client.deal.OwnNodes;
import io.filstore.client.deal.ProviderAddresses;
import io.filstore.client.deal.Transports;
import io.filstore.db.chain.Providers;
import io.filstore.db.chain.Standings;
import io.filstore.scheduler.network.FilecoinNetwork;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProviderProperties.class)
class ProviderConfiguration {

  @Bean
  ProviderAddresses providerAddresses(FilecoinNetwork network, ProviderProperties properties) {
    return network == FilecoinNetwork.DEVNET || properties.allowPrivate()
        ? ProviderAddresses.any()
        : ProviderAddresses.publicOnly();
  }

  @Bean
  CurioMk20Transport curioMk20Transport(ProviderAddresses addresses, Clock clock) {
    return new CurioMk20Transport(addresses, clock);
  }

  @Bean
  CurioMk12Transport curioMk12Transport(ProviderAddresses addresses) {
    return new CurioMk12Transport(addresses);
  }

  @Bean
  OwnNodes ownNodes(ProviderProperties properties) {
    return OwnNodes.of(properties.boost(), properties.lotus(), properties.tokenFiles());
  }

  @Bean
  CarFolders carFolders(ProviderProperties properties, OwnNodes nodes) {
    return CarFolders.of(properties.carFolders(), nodes.providers());
  }

  @Bean
  Transports transports(OwnNodes nodes, CurioMk20Transport mk20, CurioMk12Transport mk12) {
    return new Transports(nodes, mk20, mk12);
  }

  @Bean
  ProviderDirectory providerDirectory(
      Chain chain,
      Providers providers,
      Standings standings,
      OwnNodes nodes,
      CurioMk20Transport mk20,
      CurioMk12Transport mk12,
      ProviderAddresses addresses,
      Clock clock,
      @Value("${filstore.deals.offline:false}") boolean offline) {
    return new ProviderDirectory(
        chain,
        providers,
        standings,
        nodes,
        new PublicMarket(mk20, mk12, addresses, offline ? "offline" : "http"),
        clock);
  }
}
