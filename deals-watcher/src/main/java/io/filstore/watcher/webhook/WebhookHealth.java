package io.filstore.watcher.webhook;

import io.filstore.db.event.EventLog;
import io.filstore.db.event.EventType;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** How a webhook fares: since when it takes nothing, and that it is disabled after too long. */
final class WebhookHealth {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookHealth.class);

  private final JdbcClient jdbc;
  private final EventLog log;
  private final TransactionTemplate transactions;
  private final Duration disableAfter;
  private final Clock clock;

  WebhookHealth(
      JdbcClient jdbc,
      EventLog log,
      TransactionTemplate transactions,
      Duration disableAfter,
      Clock clock) {
    this.jdbc = jdbc;
    this.log = log;
    this.transactions = transactions;
    this.disableAfter = disableAfter;
    this.clock = clock;
  }

  /** Data of {@code webhook.disabled}. */
  private record Disabled(String webhook, Instant failingSince, String lastError) {}

  void succeeded(String id) {
    jdbc.sql("update webhook set last_success_at = ?, failing_since = null where id = ?")
        .params(Timestamp.from(clock.instant()), id)
        .update();
  }

  /** Notes a failure; the one that comes too long after the first disables the webhook. */
  void failed(String id, String error) {
    transactions.executeWithoutResult(_ -> {
      Instant now = clock.instant();
      jdbc.sql(
              """
              update webhook set last_failure_at = :now, last_error = :error, failing_since = coalesce(failing_since, :now)
              where id = :id
              """)
          .param("now", Timestamp.from(now))
          .param("error", error)
          .param("id", id)
          .update();
      disable(id, now)
          .ifPresent(since -> {
            log.append(EventType.WEBHOOK_DISABLED.text(), id, new Disabled(id, since, error));
            LOG.warn("disabled {}, which has taken nothing since {}: {}", id, since, error);
          });
    });
  }

  private Optional<Instant> disable(String id, Instant now) {
    return jdbc.sql(
            """
            update webhook set state = 'disabled', disabled_at = :now
            where id = :id and state = 'enabled' and failing_since <= :limit returning failing_since
            """)
        .param("now", Timestamp.from(now))
        .param("id", id)
        .param("limit", Timestamp.from(now.minus(disableAfter)))
        .query((row, _) -> row.getTimestamp("failing_since").toInstant())
        .optional();
  }
}
