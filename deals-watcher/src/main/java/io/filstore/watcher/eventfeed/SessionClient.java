package io.filstore.watcher.eventfeed;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/** A feeder's client behind a WebSocket session; only the feeder's thread writes. */
final class SessionClient implements EventFeeder.Client {
  private static final Logger LOG = LoggerFactory.getLogger(SessionClient.class);
  private static final CloseStatus SILENT = new CloseStatus(4408, "no sign of life");

  private final WebSocketSession session;
  private final Clock clock;
  private volatile Instant lastHeard;

  SessionClient(WebSocketSession session, Clock clock) {
    this.session = session;
    this.clock = clock;
    this.lastHeard = clock.instant();
  }

  void heard() {
    lastHeard = clock.instant();
  }

  @Override
  public boolean isOpen() {
    return session.isOpen();
  }

  @Override
  public void send(String envelope) throws IOException {
    sendOrFail(new TextMessage(envelope));
  }

  @Override
  public void ping() throws IOException {
    sendOrFail(new PingMessage());
  }

  /** A session that closes while it is written to says so by an unchecked exception. */
  private void sendOrFail(WebSocketMessage<?> message) throws IOException {
    try {
      session.sendMessage(message);
    } catch (IllegalStateException e) {
      throw new IOException("the session was closed while writing", e);
    }
  }

  @Override
  public Instant lastHeard() {
    return lastHeard;
  }

  @Override
  public void closeSilent() {
    close(SILENT);
  }

  @Override
  public void closeBroken() {
    close(CloseStatus.SESSION_NOT_RELIABLE);
  }

  private void close(CloseStatus status) {
    try {
      session.close(status);
    } catch (IOException e) {
      LOG.debug("the session was already gone", e);
    }
  }
}
