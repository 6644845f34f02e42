package io.filstore.db.deal;

import io.filstore.db.chain.Networks;
import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import io.filstore.db.rows.RecordRows;
import io.filstore.ids.IdKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Deals. A change is compare-and-set on the version, and a change of state writes its event in the
 * same transaction, which the caller opens.
 */
public final class Deals {
  private static final RowMapper<Deal> DEAL_ROW = RecordRows.of(Deal.class);
  private static final String OPEN =
      "state not in ('completed', 'rejected', 'lapsed', 'terminated', 'failed')";

  private final JdbcClient jdbc;
  private final EventLog events;
  private final Networks networks;

  public Deals(JdbcClient jdbc, EventLog events, Networks networks) {
    this.jdbc = jdbc;
    this.events = events;
    this.networks = networks;
  }

  /**
   * Terms of a deal that the policy has chosen.
   *
   * @param policyId absent for the policy of the settings
   */
  public record Plan(
      String pieceCid,
      String provider,
      String wallet,
      String product,
      boolean verified,
      int attempt,
      long durationEpochs,
      @Nullable String policyId) {

    /** Under the policy of the settings. */
    public Plan(
        String pieceCid,
        String provider,
        String wallet,
        String product,
        boolean verified,
        int attempt,
        long durationEpochs) {
      this(pieceCid, provider, wallet, product, verified, attempt, durationEpochs, null);
    }
  }

  /**
   * Inserts a deal in {@code planned} and writes the event; fails on a second open deal of piece
   * and provider.
   */
  public Deal insert(Plan plan) {
    String id = IdKind.DEAL.next();
    jdbc.sql(
            """
            insert into deal (id, piece_cid, provider, wallet, product, verified, attempt, state, duration_epochs, policy_id)
            values (:id, :piece, :provider, :wallet, :product, :verified, :attempt, 'planned', :duration, :policy)
            """)
        .param("id", id)
        .param("piece", plan.pieceCid())
        .param("provider", plan.provider())
        .param("wallet", plan.wallet())
        .param("product", plan.product())
        .param("verified", plan.verified())
        .param("attempt", plan.attempt())
        .param("duration", plan.durationEpochs())
        .param("policy", plan.policyId())
        .update();
    Deal deal = find(id).orElseThrow();
    announce(DealStateChanged.TYPE, null, deal, DealMove.stay());
    return deal;
  }

  /** Applies the change if the row is still as read, and returns the row as it is then. */
  public Deal apply(Deal read, DealMove move) {
    DealState target = move.target();
    if (target != null && !allowed(read.state(), move.kind(), target)) {
      throw new IllegalStateException(
          "deal " + read.id() + " cannot go from " + read.state().word() + " to " + target.word());
    }
    if (target != null) {
      move.set("state", target.word());
    }
    if (update(read, move.columns()) != 1) {
      throw new StaleDealException(read);
    }
    Deal now = find(read.id()).orElseThrow();
    String type = move.eventType();
    if (type != null) {
      announce(type, read.state(), now, move);
    }
    return now;
  }

  private static boolean allowed(DealState from, DealMove.Kind kind, DealState to) {
    return kind == DealMove.Kind.UNDO ? from.open() && to.open() : from.canBecome(to);
  }

  public Optional<Deal> find(String id) {
    return jdbc.sql("select * from deal where id = ?").param(id).query(DEAL_ROW).optional();
  }

  /** The deal that has this f05 number, open or closed. */
  public Optional<Deal> underChainId(long chainDealId) {
    return jdbc.sql("select * from deal where chain_deal_id = ?")
        .param(chainDealId)
        .query(DEAL_ROW)
        .optional();
  }

  /** Locks the row until the transaction ends. */
  public Optional<Deal> lock(String id) {
    return jdbc.sql("select * from deal where id = ? for update")
        .param(id)
        .query(DEAL_ROW)
        .optional();
  }

  public List<Deal> ofPiece(String pieceCid) {
    return jdbc.sql("select * from deal where piece_cid = ? order by created_at, id")
        .param(pieceCid)
        .query(DEAL_ROW)
        .list();
  }

  /** Every deal that is not closed, oldest first. */
  public List<Deal> open() {
    return jdbc.sql("select * from deal where " + OPEN + " order by created_at, id")
        .query(DEAL_ROW)
        .list();
  }

  private int update(Deal read, Map<String, @Nullable Object> columns) {
    String assignments =
        columns.keySet().stream()
            .map(column -> column + " = :" + column)
            .collect(Collectors.joining(", "));
    JdbcClient.StatementSpec statement =
        jdbc.sql(
            "update deal set version = version + 1, updated_at = now()"
                + (assignments.isEmpty() ? "" : ", " + assignments)
                + " where id = :deal_id and version = :read_version");
    for (Map.Entry<String, @Nullable Object> column : columns.entrySet()) {
      statement = statement.param(column.getKey(), sqlValue(column.getValue()));
    }
    return statement.param("deal_id", read.id()).param("read_version", read.version()).update();
  }

  private static @Nullable Object sqlValue(@Nullable Object value) {
    if (value instanceof java.math.BigInteger integer) {
      return new java.math.BigDecimal(integer);
    }
    return value instanceof Instant instant ? java.sql.Timestamp.from(instant) : value;
  }

  private void announce(String type, @Nullable DealState from, Deal deal, DealMove move) {
    DealView view = DealView.of(deal, networks.current());
    events.append(
        type,
        deal.id(),
        new DealStateChanged(
            from == null ? null : from.word(),
            deal.state().word(),
            move.actor().word(),
            deal.finality(),
            view.cause(),
            move.kind() == DealMove.Kind.UNDO ? lastChange(deal) : null,
            move.evidence(),
            view));
  }

  private @Nullable Long lastChange(Deal deal) {
    return events.last(deal.id(), DealStateChanged.TYPE).map(Event::seq).orElse(null);
  }
}
