package io.filstore.db.piece;

import io.filstore.db.rows.RecordRows;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which providers have a piece by the deals that are active, and an HTTP address to ask at. */
public final class PieceHolders {
  private static final RowMapper<Holder> ROW = RecordRows.of(Holder.class);

  /** A provider has one active deal for a piece at most. */
  private static final String HOLDERS =
      """
      select d.provider, v.base_url, v.peer_id, p.piece_cid_v2
      from deal d join provider v on v.id = d.provider join piece p on p.piece_cid = d.piece_cid
      where d.state in ('active', 'expiring') and v.base_url is not null and %s
      order by d.unretrievable_since is not null, d.provider, p.piece_cid_v2
      """;

  private final JdbcClient jdbc;

  public PieceHolders(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Each once; those first that gave the piece back when they were last probed. */
  public List<Holder> of(String pieceCid) {
    return ofAny(List.of(pieceCid));
  }

  /** The same for several pieces: each provider once for each piece. */
  public List<Holder> ofAny(List<String> pieceCids) {
    return jdbc.sql(HOLDERS.formatted("d.piece_cid = any(?::text[])"))
        .param(pieceCids.toArray(String[]::new))
        .query(ROW)
        .list();
  }

  /** The provider of this deal, if the deal is active and the provider has an address. */
  public Optional<Holder> ofDeal(String dealId) {
    return jdbc.sql(HOLDERS.formatted("d.id = ?")).param(dealId).query(ROW).optional();
  }
}
