package io.filstore.db.deal;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * DataCap promised but not yet taken by the chain: {@code spendable = on chain - reserved}. A
 * reservation is settled exactly once: spent when the chain has debited it, released when the deal
 * will not take it. Lock the wallet ({@code Wallets.lock}) around check and reservation.
 */
public final class DatacapLedger {
  private final JdbcClient jdbc;

  public DatacapLedger(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Reserves padded bytes for the deal, once; false when the deal already had its reservation. */
  public boolean reserve(String dealId, String wallet, long bytes) {
    return jdbc.sql(
                "insert into datacap_reservation (deal_id, wallet, bytes) values (?, ?, ?) on conflict do nothing")
            .params(dealId, wallet, bytes)
            .update()
        == 1;
  }

  /** reserved -> spent; false when it was settled before or never made. */
  public boolean spend(String dealId) {
    return settle(dealId, "spent");
  }

  /** reserved -> released; false when it was settled before or never made. */
  public boolean release(String dealId) {
    return settle(dealId, "released");
  }

  /** Padded bytes reserved and not settled. */
  public long reserved(String wallet) {
    return sum(wallet, "reserved");
  }

  /** Padded bytes that the chain has debited for our deals. */
  public long spent(String wallet) {
    return sum(wallet, "spent");
  }

  private boolean settle(String dealId, String state) {
    return jdbc.sql(
                """
                update datacap_reservation set state = ?, settled_at = now()
                where deal_id = ? and state = 'reserved'
                """)
            .params(state, dealId)
            .update()
        == 1;
  }

  private long sum(String wallet, String state) {
    return jdbc.sql(
            "select coalesce(sum(bytes), 0) from datacap_reservation where wallet = ? and state = ?")
        .params(wallet, state)
        .query(Long.class)
        .single();
  }
}
