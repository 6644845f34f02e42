package io.filstore.watcher.eventfeed;

import io.filstore.db.event.EventLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Rings the {@link EventSignal} on every PostgreSQL notification of the event log. Holds one
 * connection of its own (outside the pool: a pooled connection that listens would gather
 * notifications for ever) and opens a new one whenever it is lost; readers poll meanwhile, so a
 * lost connection costs only time.
 */
final class EventListener implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(EventListener.class);
  private static final int WAIT_MS = 5_000;
  private static final int VALID_WITHIN_S = 5;

  /** Opens a connection outside the pool. */
  @FunctionalInterface
  interface Connections {
    Connection open() throws SQLException;
  }

  private final Connections connections;
  private final EventSignal signal;
  private final Duration reconnectDelay;
  private volatile @Nullable Thread thread;

  EventListener(Connections connections, EventSignal signal, Duration reconnectDelay) {
    this.connections = connections;
    this.signal = signal;
    this.reconnectDelay = reconnectDelay;
  }

  @Override
  public void start() {
    thread = Thread.ofVirtual().name("event-listener").start(this::run);
  }

  @Override
  public void stop() {
    Thread running = thread;
    thread = null;
    if (running != null) {
      running.interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void run() {
    boolean lost = false;
    while (isRunning()) {
      try (Connection connection = connections.open()) {
        listen(connection);
        if (lost) {
          LOG.info("listening for events again");
        }
        lost = false;
        signal.ring();
        forward(connection);
      } catch (SQLException e) {
        if (isRunning() && !lost) {
          LOG.warn(
              "lost the connection that listens for events, polling until it is back: {}",
              e.getMessage());
        }
        lost = true;
        pause();
      }
    }
  }

  private static void listen(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen " + EventLog.CHANNEL);
    }
  }

  /** Returns when stopped; a dead connection is an exception. */
  private void forward(Connection connection) throws SQLException {
    PGConnection notifications = connection.unwrap(PGConnection.class);
    while (isRunning()) {
      if (notifications.getNotifications(WAIT_MS).length > 0) {
        signal.ring();
      } else if (!connection.isValid(VALID_WITHIN_S)) {
        throw new SQLException("the connection no longer answers");
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(reconnectDelay);
    } catch (InterruptedException e) {
      thread = null;
    }
  }
}
