package io.filstore.watcher.eventfeed;

import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * One client's reading of the event log, on a thread of its own. Memory is one batch: a client that
 * does not read blocks its own thread until the send times out and the connection is closed. While
 * the database is away the client stays connected and keeps its position.
 */
final class EventFeeder implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(EventFeeder.class);
  private static final int BATCH = 200;

  /** Where the events go. */
  interface Client {
    boolean isOpen();

    /** Blocks until the frame is handed to the network. */
    void send(String envelope) throws IOException;

    /** Asks for a sign of life. */
    void ping() throws IOException;

    /** When the client was last heard of. */
    Instant lastHeard();

    void closeSilent();

    void closeBroken();
  }

  /**
   * @param poll how often the log is read when no notification comes
   * @param ping how often an idle client is pinged
   * @param silence after how long without any sign of life the client is dropped
   */
  record Timing(Duration poll, Duration ping, Duration silence) {}

  private final EventLog log;
  private final EventSignal signal;
  private final Client client;
  private final Timing timing;
  private final Clock clock;
  private long position;
  private Instant lastPing;
  private boolean databaseAway;

  EventFeeder(
      EventLog log, EventSignal signal, Client client, long after, Timing timing, Clock clock) {
    this.log = log;
    this.signal = signal;
    this.client = client;
    this.position = after;
    this.timing = timing;
    this.clock = clock;
    this.lastPing = clock.instant();
  }

  @Override
  public void run() {
    try {
      while (client.isOpen()) {
        long rings = signal.rings();
        boolean drained = sendNext();
        keepAlive();
        if (drained) {
          signal.await(rings, timing.poll());
        }
      }
    } catch (IOException e) {
      LOG.debug("event feed client left at {}", position, e);
      client.closeBroken();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends the next batch; true when the log has been read to its end for now. */
  private boolean sendNext() throws IOException {
    List<Event> events = read();
    for (Event event : events) {
      client.send(event.envelope());
      position = event.seq();
    }
    return events.size() < BATCH;
  }

  private List<Event> read() {
    try {
      List<Event> events = log.after(position, BATCH);
      databaseAway = false;
      return events;
    } catch (DataAccessException | TransactionException e) {
      if (!databaseAway) {
        LOG.warn("event feed waits for the database at {}: {}", position, e.getMessage());
      }
      databaseAway = true;
      return List.of();
    }
  }

  private void keepAlive() throws IOException {
    Instant now = clock.instant();
    if (now.isAfter(client.lastHeard().plus(timing.silence()))) {
      client.closeSilent();
    } else if (!now.isBefore(lastPing.plus(timing.ping()))) {
      lastPing = now;
      client.ping();
    }
  }
}
