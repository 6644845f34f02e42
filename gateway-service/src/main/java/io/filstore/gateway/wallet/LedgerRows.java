package io.filstore.gateway.wallet;

import io.filstore.gateway.paging.Cursor;
import io.filstore.gateway.paging.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The movements of wallets by double entry: each takes an amount from one account and puts it into
 * another, so that every account is the sum of its entries.
 */
@Component
class LedgerRows {
  private static final String ENTRIES =
      """
      select created_at as at, 'reserve:' || deal_id as id, 'reserve' as kind, deal_id as subject, 'datacap:spendable' as from_account,
        'datacap:reserved' as to_account, bytes::numeric as amount, 'byte' as unit
      from datacap_reservation where wallet = :wallet
      union all
      select settled_at, case state when 'spent' then 'spend:' else 'release:' end || deal_id,
        case state when 'spent' then 'spend' else 'release' end, deal_id, 'datacap:reserved',
        case state when 'spent' then 'datacap:allocated' else 'datacap:spendable' end, bytes::numeric, 'byte'
      from datacap_reservation where wallet = :wallet and state <> 'reserved'
      union all
      select settled_at, 'reclaim:' || id, 'reclaim', id, 'datacap:allocated', 'datacap:spendable', recovered_bytes::numeric, 'byte'
      from datacap_reclaim where wallet = :wallet and state = 'done'
      union all
      select created_at, 'message:' || id, 'message', subject_id, 'fil:balance', 'fil:spent_at_most', spends_atto, 'attoFIL'
      from chain_message where wallet = :wallet and state <> 'lost'
      """;

  private final JdbcClient jdbc;

  LedgerRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One movement.
   *
   * @param kind reserve, spend, release, reclaim or message
   * @param subject the deal or reclaim that it is for
   * @param amount decimal text, bytes of DataCap or attoFIL; of a message, the most that it can
   *     cost
   */
  record Entry(
      Instant at,
      String id,
      String kind,
      String subject,
      String fromAccount,
      String toAccount,
      String amount,
      String unit) {}

  boolean exists(String wallet) {
    return jdbc.sql("select exists (select from wallet where address = ?)")
        .param(wallet)
        .query(Boolean.class)
        .single();
  }

  /** Newest first. */
  List<Entry> list(String wallet, PageRequest page) {
    Optional<Cursor> after = page.after();
    JdbcClient.StatementSpec query =
        jdbc.sql(
            "select * from ("
                + ENTRIES
                + ") e"
                + after.map(cursor -> " where (e.at, e.id) < (:time, :id)").orElse("")
                + " order by e.at desc, e.id desc limit :rows");
    if (after.isPresent()) {
      query = query.param("time", after.get().time()).param("id", after.get().second());
    }
    return query
        .param("wallet", wallet)
        .param("rows", page.rowsToRead())
        .query((row, number) ->
            new Entry(
                row.getTimestamp("at").toInstant(),
                row.getString("id"),
                row.getString("kind"),
                row.getString("subject"),
                row.getString("from_account"),
                row.getString("to_account"),
                row.getBigDecimal("amount").toPlainString(),
                row.getString("unit")))
        .list();
  }
}
