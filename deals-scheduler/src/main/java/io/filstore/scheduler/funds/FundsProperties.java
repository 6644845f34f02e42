package io.filstore.scheduler.funds;

import java.math.BigInteger;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a wallet counts as low.
 *
 * @param datacapLowBytes spendable DataCap below this is low; 0: only the forecast counts
 *     (DATACAP_LOW_BYTES)
 * @param datacapLowWithin DataCap that is used up within this time at the present pace is low
 *     (DATACAP_LOW_WITHIN)
 * @param fundsLowAttofil a balance below this is low (FUNDS_LOW_ATTOFIL)
 * @param interval between two looks (FUNDS_CHECK_INTERVAL)
 */
@ConfigurationProperties("filstore.funds")
record FundsProperties(
    @DefaultValue("0") BigInteger datacapLowBytes,
    @DefaultValue("14d") Duration datacapLowWithin,
    @DefaultValue("100000000000000000") BigInteger fundsLowAttofil,
    @DefaultValue("5m") Duration interval) {

  FundsProperties {
    if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "FUNDS_CHECK_INTERVAL is " + interval + ", it must be a second or more");
    }
  }
}
