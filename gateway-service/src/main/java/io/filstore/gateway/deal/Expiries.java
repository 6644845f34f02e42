package io.filstore.gateway.deal;

import io.filstore.db.chain.Network;
import io.filstore.db.deal.DealView;
import io.filstore.gateway.paging.Cursor;
import io.filstore.gateway.paging.PageRequest;
import io.filstore.gateway.policy.SettingsPolicy;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** When the copies of an account end, and what follows. */
@Component
class Expiries {
  private static final String SELECT =
      """
      select d.id, d.piece_cid, d.provider, d.state, d.end_epoch, d.renewal_decision,
        array(select u.id from upload_piece up join upload u on u.id = up.upload_id
          where up.piece_cid = d.piece_cid and u.account_id = :account order by u.created_at, u.id) as uploads,
        coalesce(p.terms ->> 'renewal', :renewal) as renewal, coalesce((p.terms ->> 'replicas')::integer, :replicas) as wanted,
        (select count(*) from deal o where o.piece_cid = d.piece_cid and o.state in ('active', 'expiring')
          and o.finality = 'finalized' and (o.end_epoch, o.id) > (d.end_epoch, d.id)) as copies_after,
        (select count(*) from deal o where o.piece_cid = d.piece_cid and o.state in ('planned', 'blocked', 'allocating',
          'proposing', 'accepted', 'transferring', 'committing', 'sealing')) as under_way
      from deal d left join policy p on p.id = d.policy_id
      where d.state in ('active', 'expiring', 'faulted') and d.end_epoch is not null and d.end_epoch < :before
        and (d.end_epoch, d.id) > (:epoch, :id)
        and exists (select from upload_piece up join upload u on u.id = up.upload_id
          where up.piece_cid = d.piece_cid and u.account_id = :account)
      order by d.end_epoch, d.id limit :rows
      """;

  private final JdbcClient jdbc;
  private final SettingsPolicy settings;

  Expiries(JdbcClient jdbc, SettingsPolicy settings) {
    this.jdbc = jdbc;
    this.settings = settings;
  }

  /** Those that end before an epoch, the next one first. */
  List<Expiry> list(String account, long before, PageRequest page, Optional<Network> network) {
    return jdbc.sql(SELECT)
        .param("account", account)
        .param("renewal", settings.renewal())
        .param("replicas", settings.replicas())
        .param("before", before)
        .param("epoch", page.after().map(Cursor::number).orElse(-1L))
        .param("id", page.after().map(Cursor::second).orElse(""))
        .param("rows", page.rowsToRead())
        .query((row, _) -> expiry(row, network))
        .list();
  }

  private static Expiry expiry(ResultSet row, Optional<Network> network) throws SQLException {
    return new Expiry(
        row.getString("id"),
        row.getString("piece_cid"),
        texts(row.getArray("uploads")),
        row.getString("provider"),
        row.getString("state"),
        DealView.at(row.getLong("end_epoch"), network),
        row.getString("renewal"),
        decision(row),
        row.getInt("copies_after"),
        row.getInt("under_way"),
        row.getInt("wanted"));
  }

  private static @Nullable String decision(ResultSet row) throws SQLException {
    return row.getString("renewal_decision");
  }

  private static List<String> texts(Array array) throws SQLException {
    return Arrays.asList((String[]) array.getArray());
  }
}
