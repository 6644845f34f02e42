package io.filstore.watcher.webhook;

import java.io.Serializable;

/** Number of the last event that was looked at for delivery. */
record WebhookCursor(long seq) implements Serializable {
  /** Before the first run; following then begins at the end of the log. */
  static final WebhookCursor UNSET = new WebhookCursor(-1);

  boolean isUnset() {
    return seq < 0;
  }
}
