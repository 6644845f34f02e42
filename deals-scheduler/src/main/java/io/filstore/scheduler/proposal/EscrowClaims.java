package io.filstore.scheduler.proposal;

import io.filstore.db.deal.Deal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Escrow that deals will lock when they are published, but have not locked yet. */
final class EscrowClaims {

  private final JdbcClient jdbc;

  EscrowClaims(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What f05 locks for the client when the deal is published, attoFIL. */
  static BigInteger needed(Deal deal) {
    return deal.clientCollateral()
        .add(deal.pricePerEpoch().multiply(BigInteger.valueOf(deal.durationEpochs())));
  }

  /**
   * What the wallet's other deals will lock, by deal: from the moment that their money is on the
   * way, or that they were told to rely on what is there.
   */
  Map<String, BigInteger> ofOthers(Deal deal) {
    Map<String, BigInteger> claims = new HashMap<>();
    jdbc.sql(
            """
            select id, client_collateral + price_per_epoch * duration_epochs as needed from deal d
            where product = 'mk12' and wallet = ? and id <> ? and chain_deal_id is null
              and state not in ('completed', 'rejected', 'lapsed', 'terminated', 'failed')
              and (state in ('proposing', 'accepted', 'transferring', 'committing', 'sealing')
                or proposal_key is not null
                or exists (select from chain_message m where m.purpose = 'add_balance' and m.subject_id = d.id))
            """)
        .params(deal.wallet(), deal.id())
        .query(
            (RowCallbackHandler)
                row ->
                    claims.put(
                        row.getString("id"), row.getBigDecimal("needed").toBigIntegerExact()));
    return claims;
  }
}
