package io.filstore.gateway.dealstatus;

import io.filstore.db.event.Event;
import io.filstore.gateway.problem.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Server-sent events (WHATWG HTML, 9.2) as the wire to a client. An event's envelope is a message
 * without a name, its {@code id} the number; what the server says of itself has a name.
 */
final class StreamWire implements ClientSocket {
  /** How long a client waits before it comes back, milliseconds. */
  private static final int RETRY = 1000;

  private final String accountId;
  private final OutputStream out;
  private final JsonMapper json;

  StreamWire(String accountId, OutputStream out, JsonMapper json) {
    this.accountId = accountId;
    this.out = out;
    this.json = json;
  }

  @Override
  public void ack(String id, long seq) throws IOException {
    send("retry: " + RETRY + "\n\n");
  }

  @Override
  public void event(String id, Event event) throws IOException {
    send("id: " + event.seq() + "\ndata: " + event.envelope(accountId) + "\n\n");
  }

  @Override
  public void gap(String id, Gap gap) throws IOException {
    send("event: gap\ndata: " + json.writeValueAsString(gap) + "\n\n");
  }

  /** An id without data moves the client's Last-Event-ID on and tells it nothing else. */
  @Override
  public void ping(long position) throws IOException {
    send(": here\nid: " + position + "\n\n");
  }

  @Override
  public boolean answersPings() {
    return false;
  }

  @Override
  public void close(int code, String reason, long position) throws IOException {
    Map<String, Object> end = Map.of("code", code, "reason", reason, "seq", position);
    send("event: end\ndata: " + json.writeValueAsString(end) + "\n\n");
  }

  @Override
  public void deal(String dealId, JsonNode deal) {
    throw new UnsupportedOperationException("the older message exists over WebSocket only");
  }

  @Override
  public void error(@Nullable String id, ProblemException problem) {
    throw problem;
  }

  @Override
  public void pong() {
    throw new UnsupportedOperationException("a stream hears nothing");
  }

  private void send(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
