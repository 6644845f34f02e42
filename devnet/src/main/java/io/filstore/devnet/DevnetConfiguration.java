package io.filstore.devnet;

import io.filstore.devnet.actors.runtime.Limits;
import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.ChainSettings;
import io.filstore.devnet.chain.MinerAddresses;
import io.filstore.devnet.chain.NodeKeys;
import io.filstore.devnet.chain.Ticker;
import io.filstore.devnet.incident.Incidents;
import io.filstore.devnet.legacy.LegacyClient;
import io.filstore.devnet.provider.ProviderSettings;
import io.filstore.devnet.provider.Providers;
import io.filstore.devnet.rpc.RpcConfiguration;
import io.filstore.piece.PaddedPieceSize;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts chain, providers and interfaces together. */
@Configuration(proxyBeanMethods = false)
class DevnetConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(DevnetConfiguration.class);

  @Bean
  RpcConfiguration.RpcToken rpcToken(DevnetProperties properties) {
    return new RpcConfiguration.RpcToken(properties.lotusToken());
  }

  @Bean
  Incidents incidents() {
    return new Incidents();
  }

  @Bean
  MinerAddresses minerAddresses() {
    return new MinerAddresses();
  }

  @Bean
  NodeKeys nodeKeys() {
    return new NodeKeys();
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnBooleanProperty("devnet.legacy-client")
  LegacyClient legacyClient(MinerAddresses addresses, NodeKeys keys) {
    return new LegacyClient(addresses, keys);
  }

  @Bean(destroyMethod = "close")
  Chain chain(DevnetProperties p) {
    LOG.warn(
        "*** DEVNET: this is a simulator of Filecoin. Nothing here is stored or worth anything. ***");
    Limits laptop = Limits.defaults();
    Limits limits =
        new Limits(
            p.minVerifiedPiece(),
            p.minDealDuration(),
            Math.max(laptop.maxDealDuration(), p.minDealDuration()),
            p.minDealDuration(),
            laptop.cleanupDelay());
    return Chain.open(
        new ChainSettings(p.dir(), p.blockDelay(), p.finality(), p.providers(), limits),
        Clock.systemUTC());
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  Ticker ticker(Chain chain) {
    return new Ticker(chain);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  Providers providers(
      DevnetProperties p, Chain chain, MinerAddresses addresses, Incidents incidents) {
    ProviderSettings settings =
        new ProviderSettings(
            p.dir().resolve("providers"),
            p.bindAddress(),
            p.providerHost(),
            p.providerPort(),
            p.publishDelay(),
            p.sealDelay(),
            PaddedPieceSize.MIN.bytes(),
            p.maxPiece(),
            p.price(),
            p.verifiedPrice(),
            p.downloadAttempts(),
            p.downloadRetryPause());
    return new Providers(chain, settings, addresses, incidents);
  }
}
