package io.filstore.scheduler.wallet;

import io.filstore.scheduler.budget.Limits;
import io.filstore.scheduler.problem.RequestRefused;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Limits as they are asked for: attoFIL as decimal text, bytes as numbers; absent is no limit.
 *
 * @param filPerCall of one message, gas included
 * @param filPerHour of all messages within an hour
 */
record NewLimits(
    @Nullable String filPerCall,
    @Nullable String filPerHour,
    @Nullable Long datacapPerCall,
    @Nullable Long datacapPerHour) {

  Limits limits() {
    return new Limits(
        atto("fil_per_call", filPerCall),
        atto("fil_per_hour", filPerHour),
        bytes("datacap_per_call", datacapPerCall),
        bytes("datacap_per_hour", datacapPerHour));
  }

  private static @Nullable BigInteger atto(String name, @Nullable String text) {
    if (text == null) {
      return null;
    }
    if (!text.matches("[0-9]{1,40}")) {
      throw RequestRefused.invalid(name + " must be attoFIL as a decimal text.");
    }
    return new BigInteger(text);
  }

  private static @Nullable Long bytes(String name, @Nullable Long value) {
    if (value != null && value < 0) {
      throw RequestRefused.invalid(name + " must not be negative.");
    }
    return value;
  }
}
