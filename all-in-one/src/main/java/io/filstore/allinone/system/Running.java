package io.filstore.allinone.system;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been started so far, stopped in reverse order. Closing while something is still starting
 * is normal (Ctrl-C): whatever comes late is stopped at once.
 */
final class Running implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Running.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private boolean closed;

  void add(AutoCloseable part) {
    synchronized (this) {
      if (!closed) {
        parts.push(part);
        return;
      }
    }
    stop(part);
    throw new SystemException("The system was stopped while it started.");
  }

  synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      while (!parts.isEmpty()) {
        stop(parts.pop());
      }
    }
  }

  /** One part that does not stop well must not keep the others running. */
  private static void stop(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.error("{} did not stop cleanly", part, e);
    }
  }
}
