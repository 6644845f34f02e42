package io.filstore.scheduler.message;

import io.filstore.client.chain.MessageReceipt;
import io.filstore.db.rows.RecordRows;
import io.filstore.filecoin.SignedMessage;
import io.filstore.ids.IdKind;
import io.filstore.scheduler.budget.Spend;
import java.math.BigDecimal;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code chain_message}. A message leaves signed and pushed once, whoever comes first.
 */
final class MessageRows {

  private static final RowMapper<ChainMessage> ROW = RecordRows.of(ChainMessage.class);
  private static final String COLUMNS =
      "id, wallet, nonce, purpose, subject_id, signed_bytes, cid, state, exit_code, return_bytes, executed_epoch, error";

  private final JdbcClient jdbc;

  MessageRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<ChainMessage> find(Purpose purpose, String subject) {
    return jdbc.sql(
            "select " + COLUMNS + " from chain_message where purpose = ? and subject_id = ?")
        .params(purpose.word(), subject)
        .query(ROW)
        .optional();
  }

  boolean anyPending(Purpose purpose, String wallet) {
    return jdbc.sql(
            "select exists (select from chain_message where purpose = ? and wallet = ? and state in ('signed', 'pushed'))")
        .params(purpose.word(), wallet)
        .query(Boolean.class)
        .single();
  }

  /** One above the highest nonce that we have signed; 0 when there is none. */
  long nextNonce(String wallet) {
    return jdbc.sql("select coalesce(max(nonce) + 1, 0) from chain_message where wallet = ?")
        .param(wallet)
        .query(Long.class)
        .single();
  }

  void insert(Purpose purpose, String subject, SignedMessage signed, Spend spend) {
    jdbc.sql(
            """
            insert into chain_message (id, wallet, nonce, purpose, subject_id, signed_bytes, cid, spends_atto, spends_datacap)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            IdKind.CHAIN_MESSAGE.next(),
            signed.message().from().toString(),
            signed.message().nonce(),
            purpose.word(),
            subject,
            signed.cbor(),
            signed.cid().toString(),
            new BigDecimal(spend.attoFil()),
            spend.datacapBytes())
        .update();
  }

  void pushed(String id) {
    jdbc.sql(
            "update chain_message set state = 'pushed', error = null, updated_at = now() where id = ? and state in ('signed', 'pushed') and (state = 'signed' or error is not null)")
        .param(id)
        .update();
  }

  void refused(String id, String text) {
    jdbc.sql(
            "update chain_message set error = ?, updated_at = now() where id = ? and state in ('signed', 'pushed')")
        .params(text, id)
        .update();
  }

  void lost(String id, String why) {
    jdbc.sql(
            """
            update chain_message set state = 'lost', error = ?, updated_at = now()
            where id = ? and state in ('signed', 'pushed')
            """)
        .params(why, id)
        .update();
  }

  void settled(String id, MessageReceipt receipt) {
    jdbc.sql(
            """
            update chain_message set state = ?, exit_code = ?, return_bytes = ?, executed_epoch = ?,
              executed_tipset = ?, error = null, updated_at = now()
            where id = ? and state in ('signed', 'pushed')
            """)
        .params(
            receipt.succeeded() ? "executed" : "failed",
            receipt.exitCode(),
            receipt.returned(),
            receipt.height().value(),
            receipt.tipset().toString(),
            id)
        .update();
  }
}
