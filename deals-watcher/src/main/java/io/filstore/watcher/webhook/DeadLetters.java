package io.filstore.watcher.webhook;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Deliveries that were given up, kept with the reason. */
final class DeadLetters {
  private final JdbcClient jdbc;

  DeadLetters(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Recording the same event again keeps the latest reason.
   *
   * @param webhookId null: the webhook of the settings
   */
  void record(
      @Nullable String webhookId, long eventSeq, String url, int attempts, String lastError) {
    jdbc.sql(
            """
            insert into webhook_dead_letter (webhook_id, event_seq, url, attempts, last_error) values (?, ?, ?, ?, ?)
            on conflict (webhook_id, event_seq) do update
              set url = excluded.url, attempts = excluded.attempts, last_error = excluded.last_error, given_up_at = now()
            """)
        .param(webhookId)
        .param(eventSeq)
        .param(url)
        .param(attempts)
        .param(lastError)
        .update();
  }

  /** The event was taken after all, because its owner had it delivered again. */
  void remove(String webhookId, long eventSeq) {
    jdbc.sql("delete from webhook_dead_letter where webhook_id = ? and event_seq = ?")
        .params(webhookId, eventSeq)
        .update();
  }
}
