package io.filstore.scheduler.capability;

import io.filstore.client.chain.Chain;
import io.filstore.scheduler.policy.PolicyProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(VerifiedProperties.class)
class CapabilityConfiguration {

  /** The margin that mk12 gives a provider for sealing is what ddo needs before an end, too. */
  @Bean
  VerifiedDeals verifiedDeals(Chain chain, VerifiedProperties properties, PolicyProperties policy) {
    return new VerifiedDeals(chain, properties, policy.startMarginEpochs());
  }
}
