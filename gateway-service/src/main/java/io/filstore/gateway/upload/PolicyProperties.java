package io.filstore.gateway.upload;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the scheduler is asked to reach, as far as uploads are shown against it.
 *
 * @param replicas number of providers that should keep each piece
 */
@ConfigurationProperties("filstore.gateway.policy")
record PolicyProperties(@DefaultValue("2") int replicas) {
  PolicyProperties {
    if (replicas < 1) {
      throw new IllegalArgumentException(
          "filstore.gateway.policy.replicas (DEAL_REPLICAS) is "
              + replicas
              + ", must be at least 1");
    }
  }
}
