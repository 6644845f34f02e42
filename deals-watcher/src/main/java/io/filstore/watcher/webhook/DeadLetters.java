package io.filstore.watcher.webhook;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Deliveries that were given up, kept with the reason. */
final class DeadLetters {
  private final JdbcClient jdbc;

  DeadLetters(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Recording the same event again keeps the latest reason. */
  void record(long eventSeq, String url, int attempts, String lastError) {
    jdbc.sql(
            """
            insert into webhook_dead_letter (event_seq, url, attempts, last_error) values (?, ?, ?, ?)
            on conflict (event_seq) do update
              set url = excluded.url, attempts = excluded.attempts, last_error = excluded.last_error, given_up_at = now()
            """)
        .params(eventSeq, url, attempts, lastError)
        .update();
  }
}
