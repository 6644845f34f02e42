package io.filstore.scheduler.budget;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Limits of one wallet; null is no limit.
 *
 * @param filPerCall attoFIL of one message, gas included
 * @param filPerHour attoFIL of all messages signed within an hour
 * @param datacapPerCall bytes of one message
 * @param datacapPerHour bytes of all messages signed within an hour
 */
public record Limits(
    @Nullable BigInteger filPerCall,
    @Nullable BigInteger filPerHour,
    @Nullable Long datacapPerCall,
    @Nullable Long datacapPerHour) {

  /** Of a wallet that nobody has limited. */
  public static final Limits NONE = new Limits(null, null, null, null);
}
