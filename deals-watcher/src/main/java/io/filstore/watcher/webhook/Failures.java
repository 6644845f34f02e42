package io.filstore.watcher.webhook;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** How often a delivery has failed; the job's own data, because waiting for room is no failure. */
record Failures(int count) implements Serializable {
  static int of(@Nullable Failures data) {
    return data == null ? 0 : data.count();
  }
}
