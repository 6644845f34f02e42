package io.filstore.scheduler.funds;

import io.filstore.client.chain.Chain;
import io.filstore.db.chain.Wallet;
import io.filstore.db.chain.Wallets;
import io.filstore.db.event.EventLog;
import io.filstore.db.event.EventType;
import io.filstore.filecoin.FilAddress;
import io.filstore.scheduler.datacap.DatacapOverview;
import io.filstore.scheduler.datacap.DatacapOverview.Forecast;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks whether a wallet's DataCap or money is low, and says so once per crossing: the mark and the
 * event {@code datacap.low} or {@code funds.low} are one transaction, whoever looks. Nothing is
 * said when it is enough again, but the next crossing is told.
 */
public final class WatchFunds {

  private final Chain chain;
  private final Wallets wallets;
  private final DatacapOverview datacap;
  private final FundsProperties properties;
  private final EventLog events;
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final Clock clock;

  WatchFunds(
      Chain chain,
      Wallets wallets,
      DatacapOverview datacap,
      FundsProperties properties,
      EventLog events,
      JdbcClient jdbc,
      TransactionTemplate transactions,
      Clock clock) {
    this.chain = chain;
    this.wallets = wallets;
    this.datacap = datacap;
    this.properties = properties;
    this.events = events;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** One look at every wallet that signs for us; nothing is concluded while the chain is away. */
  public void look() {
    for (Wallet wallet : wallets.all()) {
      if (!wallet.kind().equals("watch")) {
        look(wallet.address());
      }
    }
  }

  private void look(String wallet) {
    FilAddress address = FilAddress.parse(wallet);
    BigInteger fil = chain.balance(address).atto();
    mark(
        wallet,
        EventType.FUNDS_LOW,
        fil.compareTo(properties.fundsLowAttofil()) < 0,
        Map.of(
            "wallet",
            wallet,
            "balance",
            Amount.of(fil),
            "threshold",
            Amount.of(properties.fundsLowAttofil())));
    BigInteger spendable = datacap.spendable(wallet);
    Forecast forecast = datacap.forecast(wallet, spendable);
    mark(
        wallet,
        EventType.DATACAP_LOW,
        isLow(spendable, forecast),
        told(wallet, spendable, forecast));
  }

  private boolean isLow(BigInteger spendable, Forecast forecast) {
    Instant end = forecast.exhaustedAt();
    Instant soon = clock.instant().plus(properties.datacapLowWithin());
    return spendable.compareTo(properties.datacapLowBytes()) < 0
        || end != null && end.isBefore(soon);
  }

  private Map<String, Object> told(String wallet, BigInteger spendable, Forecast forecast) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("wallet", wallet);
    told.put("spendable", spendable);
    told.put("threshold", properties.datacapLowBytes());
    Instant end = forecast.exhaustedAt();
    if (end != null) {
      told.put("exhausted_at", end.toString());
      told.put("samples", forecast.samples());
    }
    return told;
  }

  private void mark(String wallet, EventType type, boolean low, Map<String, Object> data) {
    transactions.executeWithoutResult(status -> {
      if (changed(wallet, type.kind(), low) && low) {
        events.append(type.text(), wallet, data);
      }
    });
  }

  /** Whether this look is the first that finds it so. */
  private boolean changed(String wallet, String figure, boolean low) {
    return jdbc.sql(
                """
                insert into low_mark (wallet, figure, low) values (?, ?, ?)
                on conflict (wallet, figure) do update set low = excluded.low, changed_at = now()
                where low_mark.low <> excluded.low
                """)
            .params(wallet, figure, low)
            .update()
        == 1;
  }
}
