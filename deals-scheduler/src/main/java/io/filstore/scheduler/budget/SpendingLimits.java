package io.filstore.scheduler.budget;

import io.filstore.db.rows.RecordRows;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The limits of wallets, and what was signed against them. A check counts only in the transaction
 * that stores the signed message, under the lock on the wallet's row; anywhere else it is advice.
 */
public final class SpendingLimits {

  private static final RowMapper<Limits> LIMITS = RecordRows.of(Limits.class);

  private final JdbcClient jdbc;

  public SpendingLimits(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What the wallet may spend. */
  public Limits of(String wallet) {
    return jdbc.sql(
            """
            select fil_per_call, fil_per_hour, datacap_per_call, datacap_per_hour
            from spending_limit where wallet = ?
            """)
        .param(wallet)
        .query(LIMITS)
        .optional()
        .orElse(Limits.NONE);
  }

  /** Replaces the wallet's limits; they hold for the next message. */
  public void set(String wallet, Limits limits) {
    jdbc.sql(
            """
            insert into spending_limit (wallet, fil_per_call, fil_per_hour, datacap_per_call, datacap_per_hour)
            values (?, ?, ?, ?, ?)
            on conflict (wallet) do update set fil_per_call = excluded.fil_per_call,
              fil_per_hour = excluded.fil_per_hour, datacap_per_call = excluded.datacap_per_call,
              datacap_per_hour = excluded.datacap_per_hour, updated_at = now()
            """)
        .param(wallet)
        .param(decimal(limits.filPerCall()))
        .param(decimal(limits.filPerHour()))
        .param(limits.datacapPerCall())
        .param(limits.datacapPerHour())
        .update();
  }

  /** What was signed within the last hour, without what is proven never to run. */
  public Spend ofLastHour(String wallet) {
    return jdbc.sql(
            """
            select coalesce(sum(spends_atto), 0) as atto_fil, coalesce(sum(spends_datacap), 0) as datacap_bytes
            from chain_message where wallet = ? and state <> 'lost' and created_at > now() - interval '1 hour'
            """)
        .param(wallet)
        .query((row, number) ->
            new Spend(row.getBigDecimal("atto_fil").toBigInteger(), row.getLong("datacap_bytes")))
        .single();
  }

  /** The first limit that one more such message would break. */
  public Optional<Exceeded> exceeded(String wallet, Spend spend) {
    Limits limits = of(wallet);
    if (limits.equals(Limits.NONE)) {
      return Optional.empty();
    }
    Spend hour = ofLastHour(wallet);
    BigInteger bytes = BigInteger.valueOf(spend.datacapBytes());
    BigInteger hourBytes = BigInteger.valueOf(hour.datacapBytes());
    BigInteger none = BigInteger.ZERO;
    return Stream.of(
            over(wallet, "fil_per_call", limits.filPerCall(), none, spend.attoFil()),
            over(wallet, "fil_per_hour", limits.filPerHour(), hour.attoFil(), spend.attoFil()),
            over(wallet, "datacap_per_call", whole(limits.datacapPerCall()), none, bytes),
            over(wallet, "datacap_per_hour", whole(limits.datacapPerHour()), hourBytes, bytes))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Exceeded> over(
      String wallet,
      String limit,
      @Nullable BigInteger allowed,
      BigInteger used,
      BigInteger needed) {
    if (allowed == null || needed.signum() == 0 || used.add(needed).compareTo(allowed) <= 0) {
      return Optional.empty();
    }
    return Optional.of(new Exceeded(wallet, limit, allowed, used, needed));
  }

  private static @Nullable BigInteger whole(@Nullable Long value) {
    return value == null ? null : BigInteger.valueOf(value);
  }

  private static @Nullable BigDecimal decimal(@Nullable BigInteger value) {
    return value == null ? null : new BigDecimal(value);
  }
}
