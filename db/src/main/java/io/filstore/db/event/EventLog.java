package io.filstore.db.event;

import io.filstore.ids.IdKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * The append-only event log. Appending takes a row lock until the transaction ends (that is what
 * makes the numbers gap-free and visible in order), so append last and keep the transaction short.
 */
public final class EventLog {
  /** PostgreSQL channel on which each new number is announced; it only wakes sleepers up. */
  public static final String CHANNEL = "deals_event";

  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final JdbcClient jdbc;

  public EventLog(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Appends inside the caller's transaction and returns the event's number. */
  public long append(String type, String subject, Object data) {
    return jdbc.sql(
            "insert into event (id, type, subject, data) values (?, ?, ?, ?::jsonb) returning seq")
        .params(IdKind.EVENT.next(), type, subject, JSON.writeValueAsString(data))
        .query(Long.class)
        .single();
  }

  /** At most {@code limit} events with numbers above {@code seq}, in order. */
  public List<Event> after(long seq, int limit) {
    return jdbc.sql("select * from event where seq > ? order by seq limit ?")
        .params(seq, limit)
        .query(EventLog::row)
        .list();
  }

  /** The history of one subject, oldest first. */
  public List<Event> of(String subject, long afterSeq, int limit) {
    return jdbc.sql("select * from event where subject = ? and seq > ? order by seq limit ?")
        .params(subject, afterSeq, limit)
        .query(EventLog::row)
        .list();
  }

  /** The newest event of a type about a subject. */
  public Optional<Event> last(String subject, String type) {
    return jdbc.sql("select * from event where subject = ? and type = ? order by seq desc limit 1")
        .params(subject, type)
        .query(EventLog::row)
        .optional();
  }

  /** How many events of a type there are about a subject. */
  public long count(String subject, String type) {
    return jdbc.sql("select count(*) from event where subject = ? and type = ?")
        .params(subject, type)
        .query(Long.class)
        .single();
  }

  /** The number of the last committed event, 0 when there is none. */
  public long lastSeq() {
    return jdbc.sql("select coalesce(max(seq), 0) from event").query(Long.class).single();
  }

  private static Event row(ResultSet row, int number) throws SQLException {
    return new Event(
        row.getLong("seq"),
        row.getString("id"),
        row.getString("type"),
        row.getString("subject"),
        row.getTimestamp("at").toInstant(),
        JSON.readTree(row.getString("data")));
  }
}
