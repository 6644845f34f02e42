package io.filstore.db.chain;

import io.filstore.db.rows.RecordRows;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The client wallets of this deployment. */
public final class Wallets {
  private static final RowMapper<Wallet> WALLET_ROW = RecordRows.of(Wallet.class);
  private static final String SELECT =
      "select address, actor_id, kind, key_type, encrypted_key, is_default, name, created_at from wallet ";

  private final JdbcClient jdbc;

  public Wallets(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds a local wallet as the default unless there is one; true when it was added. */
  public boolean addDefault(String address, String keyType, byte[] encryptedKey) {
    return jdbc.sql(
                """
                insert into wallet (address, kind, key_type, encrypted_key, is_default)
                values (?, 'local', ?, ?, true) on conflict do nothing
                """)
            .params(address, keyType, encryptedKey)
            .update()
        == 1;
  }

  /**
   * Adds a wallet that is not the default; false when the address is there already, whatever kind
   * it is.
   */
  public boolean add(
      String address,
      String kind,
      String keyType,
      byte @Nullable [] encryptedKey,
      @Nullable String name) {
    return jdbc.sql(
                """
                insert into wallet (address, kind, key_type, encrypted_key, is_default, name)
                values (?, ?, ?, ?, false, ?) on conflict (address) do nothing
                """)
            .param(address)
            .param(kind)
            .param(keyType)
            .param(encryptedKey)
            .param(name)
            .update()
        == 1;
  }

  /** New deals are made with this wallet; call it in a transaction. */
  public void makeDefault(String address) {
    jdbc.sql("update wallet set is_default = false where is_default and address <> ?")
        .param(address)
        .update();
    jdbc.sql("update wallet set is_default = true where address = ?").param(address).update();
  }

  /** Exchanges the sealed form of a key; false when another process did so first. */
  public boolean reseal(String address, byte[] before, byte[] after) {
    return jdbc.sql("update wallet set encrypted_key = ? where address = ? and encrypted_key = ?")
            .params(after, address, before)
            .update()
        == 1;
  }

  public Optional<Wallet> defaultWallet() {
    return jdbc.sql(SELECT + "where is_default").query(WALLET_ROW).optional();
  }

  public Optional<Wallet> find(String address) {
    return jdbc.sql(SELECT + "where address = ?").param(address).query(WALLET_ROW).optional();
  }

  public List<Wallet> all() {
    return jdbc.sql(SELECT + "order by address").query(WALLET_ROW).list();
  }

  /**
   * Locks the wallet until the transaction ends: one writer of nonces and reservations at a time.
   * Rows that only refer to the wallet (new deals) may still be written by others: with the event
   * log's lock they would otherwise wait for each other.
   */
  public Optional<Wallet> lock(String address) {
    return jdbc.sql(SELECT + "where address = ? for no key update")
        .param(address)
        .query(WALLET_ROW)
        .optional();
  }

  public void actorIdIs(String address, long actorId) {
    jdbc.sql("update wallet set actor_id = ? where address = ?").params(actorId, address).update();
  }
}
