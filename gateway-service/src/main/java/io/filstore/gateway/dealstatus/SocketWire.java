package io.filstore.gateway.dealstatus;

import io.filstore.db.event.Event;
import io.filstore.gateway.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import tools.jackson.databind.JsonNode;

/** Spring's WebSocket session as the wire to a client. */
record SocketWire(String accountId, WebSocketSession session, ServerFrames frames)
    implements ClientSocket {
  @Override
  public void ack(String id, long seq) throws IOException {
    send(frames.ack(id, seq));
  }

  @Override
  public void event(String id, Event event) throws IOException {
    send(frames.event(id, event, accountId));
  }

  @Override
  public void gap(String id, Gap gap) throws IOException {
    send(frames.gap(id, gap));
  }

  @Override
  public void deal(String dealId, JsonNode deal) throws IOException {
    send(frames.deal(dealId, deal));
  }

  @Override
  public void error(@Nullable String id, ProblemException problem) throws IOException {
    URI uri = session.getUri();
    send(frames.error(id, problem, uri == null ? null : uri.getPath()));
  }

  @Override
  public void pong() throws IOException {
    send(frames.pong());
  }

  @Override
  public void ping(long position) throws IOException {
    session.sendMessage(new PingMessage());
  }

  @Override
  public boolean answersPings() {
    return true;
  }

  @Override
  public void close(int code, String reason, long position) throws IOException {
    session.close(new CloseStatus(code, reason));
  }

  private void send(String text) throws IOException {
    session.sendMessage(new TextMessage(text));
  }
}
