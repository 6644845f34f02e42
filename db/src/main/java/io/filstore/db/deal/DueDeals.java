package io.filstore.db.deal;

import io.filstore.db.rows.RecordRows;
import java.util.List;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which deals the watcher looks at, and when: column {@code look_epoch}, which is 0 after every
 * change of a deal. Setting it changes no version, so it disturbs nobody who changes the deal.
 */
public final class DueDeals {
  private static final RowMapper<Deal> DEAL_ROW = RecordRows.of(Deal.class);

  /** Offered to a provider at least once; the chain may speak before the provider does. */
  private static final String UNDER_WAY =
      """
      state not in ('completed', 'rejected', 'lapsed', 'terminated', 'failed')
      and (state not in ('planned', 'blocked', 'allocating', 'proposing') or proposed_at is not null)
      """;

  private static final String ON_CHAIN =
      UNDER_WAY + " and (chain_deal_id is not null or allocation_id is not null)";

  private final JdbcClient jdbc;

  public DueDeals(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Deals with an id on chain that are to be looked at once the head has this height, those waiting
   * longest first.
   */
  public List<Deal> due(long head, int limit) {
    return jdbc.sql(
            "select * from deal where look_epoch <= ? and "
                + ON_CHAIN
                + " order by look_epoch limit ?")
        .params(head, limit)
        .query(DEAL_ROW)
        .list();
  }

  /** All deals with an id on chain that are under way, oldest first. */
  public List<Deal> all() {
    return jdbc.sql("select * from deal where " + ON_CHAIN + " order by created_at, id")
        .query(DEAL_ROW)
        .list();
  }

  /** The f05 deals under way whose id on chain is not known, oldest first. */
  public List<Deal> unpublished() {
    return jdbc.sql(
            "select * from deal where product = 'mk12' and chain_deal_id is null and "
                + UNDER_WAY
                + " order by created_at, id")
        .query(DEAL_ROW)
        .list();
  }

  /** The next look, unless the deal changed since it was read: then it is due at once. */
  public void next(Deal read, long epoch) {
    jdbc.sql("update deal set look_epoch = ? where id = ? and version = ? and look_epoch <> ?")
        .params(epoch, read.id(), read.version(), epoch)
        .update();
  }

  /** Makes the f05 deal due at once. */
  public void pointAtMarketDeal(long chainDealId) {
    jdbc.sql("update deal set look_epoch = 0 where chain_deal_id = ? and look_epoch > 0")
        .param(chainDealId)
        .update();
  }

  /** Makes the direct deal due at once; ids of allocations and claims are the same. */
  public void pointAtAllocation(long allocationId) {
    jdbc.sql("update deal set look_epoch = 0 where allocation_id = ? and look_epoch > 0")
        .param(allocationId)
        .update();
  }

  /** Makes every open deal due at once: something may have happened to any of them. */
  public void pointAtAll() {
    jdbc.sql("update deal set look_epoch = 0 where look_epoch > 0 and " + UNDER_WAY).update();
  }
}
