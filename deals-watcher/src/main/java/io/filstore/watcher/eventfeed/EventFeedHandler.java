package io.filstore.watcher.eventfeed;

import io.filstore.db.event.EventLog;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Semaphore;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/** Gives each connection a feeder of its own; clients only listen, their text is not read. */
final class EventFeedHandler extends AbstractWebSocketHandler {
  private static final String CLIENT = "client";
  private static final CloseStatus TOO_MANY = new CloseStatus(4429, "too many event feed clients");

  private final EventLog log;
  private final EventSignal signal;
  private final EventFeeder.Timing timing;
  private final Clock clock;
  private final Semaphore places;

  EventFeedHandler(
      EventLog log, EventSignal signal, EventFeeder.Timing timing, int maxClients, Clock clock) {
    this.log = log;
    this.signal = signal;
    this.timing = timing;
    this.clock = clock;
    this.places = new Semaphore(maxClients);
  }

  @Override
  public void afterConnectionEstablished(WebSocketSession session) throws IOException {
    if (!places.tryAcquire()) {
      session.close(TOO_MANY);
      return;
    }
    SessionClient client = new SessionClient(session, clock);
    session.getAttributes().put(CLIENT, client);
    EventFeeder feeder =
        new EventFeeder(log, signal, client, AfterParameter.of(session), timing, clock);
    Thread.ofVirtual().name("event-feed-" + session.getId()).start(() -> feed(feeder));
  }

  private void feed(EventFeeder feeder) {
    try {
      feeder.run();
    } finally {
      places.release();
    }
  }

  @Override
  protected void handlePongMessage(WebSocketSession session, PongMessage message) {
    heard(session);
  }

  @Override
  protected void handleTextMessage(WebSocketSession session, TextMessage message) {
    heard(session);
  }

  private static void heard(WebSocketSession session) {
    if (session.getAttributes().get(CLIENT) instanceof SessionClient client) {
      client.heard();
    }
  }

  @Override
  public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
    signal.ring();
  }
}
