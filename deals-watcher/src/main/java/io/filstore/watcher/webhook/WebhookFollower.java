package io.filstore.watcher.webhook;

import io.filstore.db.deal.DealStateChanged;
import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import java.util.List;

/** Turns new changes of deal states into delivery jobs, in the order of the event log. */
final class WebhookFollower {
  private static final int BATCH = 200;

  private final EventLog log;
  private final Jobs jobs;

  WebhookFollower(EventLog log, Jobs jobs) {
    this.log = log;
    this.jobs = jobs;
  }

  /** Enqueues everything after the cursor; history before the webhook was set is not delivered. */
  WebhookCursor follow(WebhookCursor cursor) {
    if (cursor.isUnset()) {
      return skip();
    }
    long position = cursor.seq();
    List<Event> events;
    do {
      events = log.after(position, BATCH);
      for (Event event : events) {
        if (event.type().equals(DealStateChanged.TYPE)) {
          jobs.enqueue(JobName.WEBHOOK, Long.toString(event.seq()));
        }
        position = event.seq();
      }
    } while (events.size() == BATCH);
    return new WebhookCursor(position);
  }

  /** The end of the log: nothing up to here will be delivered. */
  WebhookCursor skip() {
    return new WebhookCursor(log.lastSeq());
  }
}
