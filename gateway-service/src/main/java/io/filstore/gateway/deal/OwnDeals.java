package io.filstore.gateway.deal;

import io.filstore.db.deal.Deal;
import io.filstore.db.rows.RecordRows;
import io.filstore.gateway.paging.Cursor;
import io.filstore.gateway.paging.PageRequest;
import io.filstore.gateway.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Questions about the deals of one account: those about pieces that hold one of its uploads. */
@Component
public class OwnDeals {
  private static final RowMapper<Deal> ROW = RecordRows.of(Deal.class);
  private static final String SELECT =
      """
      select d.* from deal d
      where exists (
        select from upload_piece up join upload u on u.id = up.upload_id
        where up.piece_cid = d.piece_cid and u.account_id = :account)
      """;

  private final JdbcClient jdbc;

  OwnDeals(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The deal, when it is one's own. */
  public Optional<Deal> find(String accountId, String id) {
    return jdbc.sql(SELECT + " and d.id = :id")
        .param("account", accountId)
        .param("id", id)
        .query(ROW)
        .optional();
  }

  /** The deal; a problem for one that is not there or another's. */
  Deal own(String accountId, String id) {
    String shown = id.matches("[A-Za-z0-9_]{1,64}") ? id : "with this id";
    return find(accountId, id).orElseThrow(() -> ProblemException.notFound("deal", shown));
  }

  /** Newest first. */
  List<Deal> list(String accountId, DealFilter filter, PageRequest page) {
    Optional<Cursor> after = page.after();
    JdbcClient.StatementSpec query =
        jdbc.sql(
            SELECT
                + """
                  and (cardinality(:states::text[]) = 0 or d.state = any(:states::text[]))
                  and (cardinality(:providers::text[]) = 0 or d.provider = any(:providers::text[]))
                  and (cardinality(:pieces::text[]) = 0 or d.piece_cid = any(:pieces::text[]))
                  and (cardinality(:uploads::text[]) = 0 or d.piece_cid in (
                    select up.piece_cid from upload_piece up join upload u on u.id = up.upload_id
                    where u.id = any(:uploads::text[]) and u.account_id = :account))
                """
                + after.map(cursor -> " and (d.created_at, d.id) < (:time, :id) ").orElse("")
                + " order by d.created_at desc, d.id desc limit :rows");
    if (after.isPresent()) {
      query = query.param("time", after.get().time()).param("id", after.get().second());
    }
    return query
        .param("account", accountId)
        .param("states", array(filter.states()))
        .param("providers", array(filter.providers()))
        .param("pieces", array(filter.pieces()))
        .param("uploads", array(filter.uploads()))
        .param("rows", page.rowsToRead())
        .query(ROW)
        .list();
  }

  private static String[] array(List<String> values) {
    return values.toArray(String[]::new);
  }
}
