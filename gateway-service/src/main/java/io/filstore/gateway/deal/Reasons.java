package io.filstore.gateway.deal;

import io.filstore.db.chain.Networks;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealStateChanged;
import io.filstore.db.deal.DealView;
import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.JobName;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Puts together why a deal is where it is: its row, its last change, and the job that waits. */
@Component
class Reasons {
  private final JdbcClient jdbc;
  private final EventLog events;
  private final Networks networks;

  Reasons(JdbcClient jdbc, EventLog events, Networks networks) {
    this.jdbc = jdbc;
    this.events = events;
    this.networks = networks;
  }

  Why of(Deal deal) {
    DealView view = DealView.of(deal, networks.current());
    Explanation why = Explanation.of(deal);
    Optional<Event> last = events.last(deal.id(), DealStateChanged.TYPE);
    return new Why(
        deal.id(),
        view.state(),
        last.map(Event::at).orElse(deal.createdAt()),
        why.who(),
        why.what(),
        view.cause(),
        why.next(),
        DealView.at(why.deadline(), networks.current()),
        why.otherwise(),
        why.unblock(),
        deal.state().open() ? nextLook(deal) : null,
        deal.state().open() ? List.of() : replacedBy(deal),
        last.map(Event::data)
            .map(data -> data.get("evidence"))
            .filter(JsonNode::isArray)
            .orElse(null));
  }

  /** When the job of the deal is due, as far as the scheduler still has one. */
  private @Nullable Instant nextLook(Deal deal) {
    return jdbc.sql(
            "select min(execution_time) from scheduled_tasks where task_name = ? and task_instance like ?")
        .params(JobName.DEAL.task(), deal.id().replace("_", "\\_") + "~%")
        .query((row, n) -> Optional.ofNullable(row.getTimestamp(1)))
        .single()
        .map(Timestamp::toInstant)
        .orElse(null);
  }

  private List<String> replacedBy(Deal deal) {
    return jdbc
        .sql(
            """
            select id from deal where piece_cid = ? and id <> ? and created_at >= ?
              and state not in ('rejected', 'lapsed', 'terminated', 'failed') order by created_at, id
            """)
        .params(deal.pieceCid(), deal.id(), Timestamp.from(deal.updatedAt()))
        .query(String.class)
        .list()
        .stream()
        .map(Objects::requireNonNull)
        .toList();
  }
}
