package io.filstore.watcher.webhook;

import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Turns new events into deliveries to the webhooks of the accounts that they concern. Each webhook
 * has its own position; those at the same one, in the long run all, move on together, so the cost
 * is that of the new events and not of the webhooks.
 */
final class Fanout {
  private static final int EVENTS = 200;
  private static final int WEBHOOKS = 1000;

  private final JdbcClient jdbc;
  private final EventLog log;
  private final Jobs jobs;
  private final TransactionTemplate transactions;

  Fanout(JdbcClient jdbc, EventLog log, Jobs jobs, TransactionTemplate transactions) {
    this.jdbc = jdbc;
    this.log = log;
    this.jobs = jobs;
    this.transactions = transactions;
  }

  private record Behind(String id, long position) {}

  /** Enqueues a delivery for each event and each webhook that wants it, up to the log's end. */
  void follow() {
    boolean more = true;
    while (more) {
      more = Boolean.TRUE.equals(transactions.execute(_ -> step()));
    }
  }

  /** One batch for the webhooks that are furthest behind; false when none is behind. */
  private boolean step() {
    long last = log.lastSeq();
    List<Behind> behind = behind(last);
    if (behind.isEmpty()) {
      return false;
    }
    long from = behind.getFirst().position();
    List<String> together =
        behind.stream().filter(each -> each.position() == from).map(Behind::id).toList();
    long others =
        behind.stream().mapToLong(Behind::position).filter(at -> at > from).min().orElse(last);
    long upTo = Math.min(Math.min(last, others), from + EVENTS);
    jobs.enqueueOnce(JobName.WEBHOOK_DELIVERY, wanted(together, from, upTo));
    move(together, upTo);
    return true;
  }

  /** Locked, so that a replay that sets a position back comes before or after, not in between. */
  private List<Behind> behind(long last) {
    return jdbc.sql(
            """
            select id, position from webhook where state = 'enabled' and position < ?
            order by position, id limit ? for update skip locked
            """)
        .params(last, WEBHOOKS)
        .query((row, _) -> new Behind(row.getString("id"), row.getLong("position")))
        .list();
  }

  /** A test is for the webhook under test alone, whatever types it wants. */
  private List<String> wanted(List<String> webhooks, long after, long upTo) {
    return jdbc.sql(
            """
            select w.id, e.seq from event e
            cross join lateral (select distinct account_id from event_owners(e.subject)) o
            join webhook w on w.account_id = o.account_id and w.id = any(:webhooks)
            where e.seq > :after and e.seq <= :upto and case when e.type = 'webhook.test' then w.id = e.subject
              else cardinality(w.types) = 0 or w.types && array[e.type, split_part(e.type, '.', 1) || '.*'] end
            order by e.seq
            """)
        .param("webhooks", webhooks.toArray(String[]::new))
        .param("after", after)
        .param("upto", upTo)
        .query((row, _) -> new DeliveryId(row.getString("id"), row.getLong("seq")).text())
        .list();
  }

  private void move(List<String> webhooks, long position) {
    jdbc.sql("update webhook set position = ? where id = any(?)")
        .params(position, webhooks.toArray(String[]::new))
        .update();
  }
}
