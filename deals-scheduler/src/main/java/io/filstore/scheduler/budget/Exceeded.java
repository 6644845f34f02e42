package io.filstore.scheduler.budget;

import java.math.BigInteger;

/**
 * A limit that a message would break.
 *
 * @param limit which one: {@code fil_per_call}, {@code fil_per_hour}, {@code datacap_per_call} or
 *     {@code datacap_per_hour}
 * @param allowed attoFIL or bytes
 * @param used within the last hour; zero for a limit per call
 * @param needed by this message
 */
public record Exceeded(
    String wallet, String limit, BigInteger allowed, BigInteger used, BigInteger needed) {

  /** The numbers as a sentence. */
  public String text() {
    String unit = limit.startsWith("fil") ? "attoFIL" : "bytes of DataCap";
    String what =
        limit.endsWith("per_call")
            ? "one message may cost %s %s, this needs %s".formatted(allowed, unit, needed)
            : "one hour may cost %s %s, %s are used and this needs %s"
                .formatted(allowed, unit, used, needed);
    return "limit %s of %s: %s".formatted(limit, wallet, what);
  }
}
