package io.filstore.scheduler.datacap;

import io.filstore.client.chain.Chain;
import io.filstore.db.chain.Wallets;
import io.filstore.db.deal.DatacapLedger;
import io.filstore.filecoin.FilAddress;
import java.math.BigInteger;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rule {@code spendable = on chain - reserved}. The chain is read first and without a lock; if
 * the ledger settled something since, the reading is of no use and the reservation is refused as
 * {@link Reservation.Stale}.
 */
public final class DatacapBudget {

  private final Chain chain;
  private final DatacapLedger ledger;
  private final Wallets wallets;
  private final JdbcClient jdbc;

  public DatacapBudget(Chain chain, DatacapLedger ledger, Wallets wallets, JdbcClient jdbc) {
    this.chain = chain;
    this.ledger = ledger;
    this.wallets = wallets;
    this.jdbc = jdbc;
  }

  /**
   * What chain and ledger said, in this order of reading: ledger, chain.
   *
   * @param onChain bytes
   * @param spent bytes that our ledger had booked as spent before the chain was read
   */
  public record Reading(FilAddress wallet, BigInteger onChain, long spent) {}

  /** The outcome of a reservation. */
  public sealed interface Reservation {

    /** The deal has its DataCap, from now or from before. */
    record Made() implements Reservation {}

    /** Numbers in padded bytes. */
    record TooSmall(long needed, BigInteger onChain, long reserved) implements Reservation {
      /** The numbers as a sentence. */
      public String text() {
        return "needs %d bytes of DataCap, %s are spendable (%s on chain, %d reserved)"
            .formatted(
                needed,
                onChain.subtract(BigInteger.valueOf(reserved)).max(BigInteger.ZERO),
                onChain,
                reserved);
      }
    }

    /** The policy of the deal has none left; {@code text} has the numbers. */
    record OverBudget(String text) implements Reservation {}

    /** Read again and retry. */
    record Stale() implements Reservation {}
  }

  public Reading read(FilAddress wallet) {
    long spent = ledger.spent(wallet.toString());
    return new Reading(wallet, chain.verifiedClientStatus(wallet).orElse(BigInteger.ZERO), spent);
  }

  /** Reserves inside the caller's transaction, under a lock on the wallet. */
  public Reservation reserve(Reading reading, String dealId, long bytes) {
    String wallet = reading.wallet().toString();
    if (wallets.lock(wallet).isEmpty()) {
      throw new IllegalStateException("no wallet " + wallet);
    }
    if (ledger.spent(wallet) != reading.spent()) {
      return new Reservation.Stale();
    }
    if (holds(dealId)) {
      return new Reservation.Made();
    }
    long reserved = ledger.reserved(wallet);
    BigInteger wanted = BigInteger.valueOf(reserved).add(BigInteger.valueOf(bytes));
    if (wanted.compareTo(reading.onChain()) > 0) {
      return new Reservation.TooSmall(bytes, reading.onChain(), reserved);
    }
    ledger.reserve(dealId, wallet, bytes);
    return new Reservation.Made();
  }

  private boolean holds(String dealId) {
    return jdbc.sql(
            "select exists (select from datacap_reservation where deal_id = ? and state = 'reserved')")
        .param(dealId)
        .query(Boolean.class)
        .single();
  }
}
