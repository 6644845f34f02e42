package io.filstore.gateway.egress;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * What the retrieval server lets out where nothing was set for an account, as far as the API shows
 * it.
 *
 * @param bytesPerDay null is no limit
 */
@ConfigurationProperties("filstore.gateway.egress")
record EgressProperties(@Nullable DataSize bytesPerDay) {

  @Nullable Long limit() {
    return bytesPerDay == null ? null : bytesPerDay.toBytes();
  }
}
