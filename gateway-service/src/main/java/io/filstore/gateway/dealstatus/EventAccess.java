package io.filstore.gateway.dealstatus;

import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which events are whose, and how far back they are told: the same rule for the past (in SQL) and
 * for the present (by audience). The owners are those of the database's {@code event_owners}.
 */
class EventAccess {
  private final JdbcClient jdbc;
  private final EventLog log;
  private final JsonMapper json;
  private final Duration replay;
  private final Clock clock;

  EventAccess(JdbcClient jdbc, EventLog log, JsonMapper json, Duration replay, Clock clock) {
    this.jdbc = jdbc;
    this.log = log;
    this.json = json;
    this.replay = replay;
    this.clock = clock;
  }

  /** The number of the last event in the log. */
  long lastSeq() {
    return log.lastSeq();
  }

  /** What is no longer told to somebody who has everything up to a number. */
  Optional<Gap> gap(long after) {
    long oldest =
        jdbc.sql("select seq from event where at >= ? order by at limit 1")
            .param(Timestamp.from(clock.instant().minus(replay)))
            .query(Long.class)
            .optional()
            .orElseGet(() -> lastSeq() + 1);
    return after + 1 < oldest ? Optional.of(new Gap(after + 1, oldest - 1)) : Optional.empty();
  }

  /** Every event after a number, whoever's it is. */
  List<LiveEvent> after(long seq, int limit) {
    return log.after(seq, limit).stream()
        .map(event -> new LiveEvent(event, this::audience))
        .toList();
  }

  /**
   * At most {@code limit} events of the account on the topic with numbers in (after, upTo], in
   * order.
   */
  List<Event> history(String accountId, Topic topic, long after, long upTo, int limit) {
    return jdbc.sql(
            """
            select e.* from event e
            where e.seq > :after and e.seq <= :upto and exists (
              select from event_owners(e.subject) o where o.account_id = :account and (
                :all or o.upload_id = any(:uploads::text[]) or e.subject = any(:deals::text[])
                or e.subject = any(:pieces::text[]) or e.data ->> 'piece_cid' = any(:pieces::text[])
                or e.data #>> '{deal,piece_cid}' = any(:pieces::text[])
                or exists (
                  select from jsonb_path_query(e.data, '$.pieces[*].piece_cid') as p (cid)
                  where p.cid #>> '{}' = any(:pieces::text[]))))
            order by e.seq limit :limit
            """)
        .param("after", after)
        .param("upto", upTo)
        .param("account", accountId)
        .param("all", topic.all())
        .param("uploads", topic.uploads().toArray(String[]::new))
        .param("pieces", topic.pieces().toArray(String[]::new))
        .param("deals", topic.deals().toArray(String[]::new))
        .param("limit", limit)
        .query(this::event)
        .list();
  }

  private record Owner(String accountId, @Nullable String uploadId) {}

  /** Whom an event concerns. */
  Audience audience(Event event) {
    Map<String, Set<String>> uploads = new HashMap<>();
    for (Owner owner : owners(event.subject())) {
      Set<String> own = uploads.computeIfAbsent(owner.accountId(), _ -> new TreeSet<>());
      if (owner.uploadId() != null) {
        own.add(owner.uploadId());
      }
    }
    return new Audience(event.subject(), uploads, Audience.piecesOf(event));
  }

  private List<Owner> owners(String subject) {
    return jdbc.sql("select account_id, upload_id from event_owners(?)")
        .param(subject)
        .query((row, _) -> new Owner(row.getString("account_id"), row.getString("upload_id")))
        .list();
  }

  private Event event(ResultSet row, int number) throws SQLException {
    return new Event(
        row.getLong("seq"),
        row.getString("id"),
        row.getString("type"),
        row.getString("subject"),
        row.getTimestamp("at").toInstant(),
        json.readTree(row.getString("data")));
  }
}
