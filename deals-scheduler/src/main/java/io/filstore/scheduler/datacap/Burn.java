package io.filstore.scheduler.datacap;

import java.math.BigInteger;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How fast our deals spend a wallet's DataCap. */
public final class Burn {

  private static final long DAY_S = Duration.ofDays(1).toSeconds();

  private final JdbcClient jdbc;
  private final Clock clock;

  Burn(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Spending within a window that ends now.
   *
   * @param bytesPerDay over the window, or over the time since the first spend when that is
   *     shorter, but never over less than a day
   * @param samples number of spends that it rests on
   */
  public record Rate(long bytesPerDay, long samples) {}

  Rate over(String wallet, Duration window) {
    Instant now = clock.instant();
    return jdbc.sql(
            """
            select coalesce(sum(bytes) filter (where settled_at > :since), 0) as bytes,
              count(*) filter (where settled_at > :since) as samples, min(settled_at) as first
            from datacap_reservation where wallet = :wallet and state = 'spent'
            """)
        .param("since", Timestamp.from(now.minus(window)))
        .param("wallet", wallet)
        .query((row, number) -> {
          Timestamp first = row.getTimestamp("first");
          long known = first == null ? 0 : Duration.between(first.toInstant(), now).toSeconds();
          long seconds = Math.clamp(known, DAY_S, window.toSeconds());
          BigInteger perDay =
              BigInteger.valueOf(row.getLong("bytes"))
                  .multiply(BigInteger.valueOf(DAY_S))
                  .divide(BigInteger.valueOf(seconds));
          return new Rate(perDay.longValueExact(), row.getLong("samples"));
        })
        .single();
  }

  /** When so many bytes are spent at that rate; empty without a rate, or after centuries. */
  Optional<Instant> exhausted(BigInteger spendable, Rate rate) {
    if (rate.bytesPerDay() == 0) {
      return Optional.empty();
    }
    BigInteger seconds =
        spendable
            .multiply(BigInteger.valueOf(DAY_S))
            .divide(BigInteger.valueOf(rate.bytesPerDay()));
    return seconds.bitLength() > 34
        ? Optional.empty()
        : Optional.of(clock.instant().plusSeconds(seconds.longValue()));
  }
}
