package io.filstore.gateway.dealstatus;

import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import io.filstore.ids.IdKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which events are whose: the same rule for the past (in SQL) and for the present (by audience).
 */
@Component
class EventAccess {
  private final JdbcClient jdbc;
  private final EventLog log;
  private final JsonMapper json;

  EventAccess(JdbcClient jdbc, EventLog log, JsonMapper json) {
    this.jdbc = jdbc;
    this.log = log;
    this.json = json;
  }

  /** The number of the last event in the log. */
  long lastSeq() {
    return log.lastSeq();
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
            where e.seq > :after and e.seq <= :upto and (
              exists (
                select from upload u where u.id = e.subject and u.account_id = :account
                  and (:all or u.id = any(:uploads::text[]) or e.data ->> 'piece_cid' = any(:pieces::text[])
                    or exists (
                      select from jsonb_path_query(e.data, '$.pieces[*].piece_cid') as p (cid)
                      where p.cid #>> '{}' = any(:pieces::text[]))))
              or exists (
                select from deal d join upload_piece up on up.piece_cid = d.piece_cid join upload u on u.id = up.upload_id
                where d.id = e.subject and u.account_id = :account
                  and (:all or d.id = any(:deals::text[]) or d.piece_cid = any(:pieces::text[])
                    or u.id = any(:uploads::text[]))))
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

  /** Whom an event concerns. */
  Audience audience(Event event) {
    String condition =
        IdKind.UPLOAD.matches(event.subject())
            ? "id = :subject"
            : "id in (select up.upload_id from upload_piece up join deal d on d.piece_cid = up.piece_cid where d.id = :subject)";
    List<Map.Entry<String, String>> owners =
        jdbc.sql("select account_id, id from upload where " + condition)
            .param("subject", event.subject())
            .query((row, number) -> Map.entry(row.getString("account_id"), row.getString("id")))
            .list();
    Map<String, Set<String>> byAccount =
        owners.stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    Collectors.mapping(Map.Entry::getValue, Collectors.toUnmodifiableSet())));
    return new Audience(event.subject(), byAccount, Audience.piecesOf(event));
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
