package io.filstore.db.chain;

import io.filstore.db.rows.RecordRows;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The client wallets that this deployment signs with. */
public final class Wallets {
  private static final RowMapper<Wallet> WALLET_ROW = RecordRows.of(Wallet.class);

  private final JdbcClient jdbc;

  public Wallets(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds the default wallet unless there is one; true when it was added. */
  public boolean addDefault(String address, byte[] encryptedKey) {
    return jdbc.sql(
                """
                insert into wallet (address, key_type, encrypted_key) values (?, 'secp256k1', ?)
                on conflict do nothing
                """)
            .params(address, encryptedKey)
            .update()
        == 1;
  }

  public Optional<Wallet> defaultWallet() {
    return jdbc.sql(
            "select address, actor_id, key_type, encrypted_key from wallet where is_default")
        .query(WALLET_ROW)
        .optional();
  }

  public List<Wallet> all() {
    return jdbc.sql(
            "select address, actor_id, key_type, encrypted_key from wallet order by address")
        .query(WALLET_ROW)
        .list();
  }

  /**
   * Locks the wallet until the transaction ends: one writer of nonces and reservations at a time.
   * Rows that only refer to the wallet (new deals) may still be written by others: with the event
   * log's lock they would otherwise wait for each other.
   */
  public Optional<Wallet> lock(String address) {
    return jdbc.sql(
            "select address, actor_id, key_type, encrypted_key from wallet where address = ? for no key update")
        .param(address)
        .query(WALLET_ROW)
        .optional();
  }

  public void actorIdIs(String address, long actorId) {
    jdbc.sql("update wallet set actor_id = ? where address = ?").params(actorId, address).update();
  }
}
