package io.filstore.gateway.dealstatus;

import io.filstore.gateway.account.Caller;
import jakarta.websocket.Session;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.Authentication;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.SubProtocolCapable;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/** Connects Spring's WebSocket sessions with ours; each has a thread of its own. */
final class DealSocketHandler extends AbstractWebSocketHandler implements SubProtocolCapable {
  private static final Logger LOG = LoggerFactory.getLogger(DealSocketHandler.class);
  private static final String CLIENT = "client";
  private static final String PROTOCOL = "filstore.events.v1";
  private static final int MAX_FRAME = 64 << 10;
  private static final String SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

  private final ClientSession.Parts parts;
  private final Seats seats;

  DealSocketHandler(ClientSession.Parts parts, Seats seats) {
    this.parts = parts;
    this.seats = seats;
  }

  @Override
  public List<String> getSubProtocols() {
    return List.of(PROTOCOL);
  }

  private record Client(String accountId, ClientSession session, Inbox inbox) {}

  @Override
  public void afterConnectionEstablished(WebSocketSession session) throws IOException {
    Caller caller = caller(session);
    if (!seats.take(caller.accountId())) {
      session.close(new CloseStatus(ClientSocket.TOO_MANY, "too many connections"));
      return;
    }
    session.setTextMessageSizeLimit(MAX_FRAME);
    limitSending(session, parts.properties().sendTimeout());
    Inbox inbox = new Inbox(parts.properties().buffer());
    ClientSession own =
        new ClientSession(
            caller, parts, new SocketWire(caller.accountId(), session, parts.frames()), inbox);
    session.getAttributes().put(CLIENT, new Client(caller.accountId(), own, inbox));
    Thread.ofVirtual().name("deal-socket-" + session.getId()).start(() -> run(own, session));
  }

  @Override
  protected void handleTextMessage(WebSocketSession session, TextMessage message) {
    Client client = client(session);
    client.session().heard();
    client.inbox().receive(message.getPayload());
  }

  @Override
  protected void handlePongMessage(WebSocketSession session, PongMessage message) {
    client(session).session().heard();
  }

  @Override
  public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
    if (session.getAttributes().get(CLIENT) instanceof Client client) {
      client.inbox().close();
      seats.leave(client.accountId());
    }
  }

  private static void run(ClientSession own, WebSocketSession session) {
    AtomicBoolean orderly = new AtomicBoolean();
    try {
      own.run();
      orderly.set(true);
    } catch (IOException | IllegalStateException e) {
      LOG.debug("a WebSocket client is gone", e);
    } catch (DataAccessException e) {
      LOG.warn("a WebSocket client is sent away: the database does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!orderly.get()) {
        close(session);
      }
    }
  }

  private static void close(WebSocketSession session) {
    try {
      session.close(CloseStatus.SERVICE_RESTARTED);
    } catch (IOException e) {
      LOG.debug("a WebSocket client was gone before it could be closed", e);
    }
  }

  private static Caller caller(WebSocketSession session) {
    Principal principal = session.getPrincipal();
    if (principal instanceof Authentication authentication
        && authentication.getPrincipal() instanceof Caller caller) {
      return caller;
    }
    throw new IllegalStateException("the handshake lets nobody in without a key");
  }

  private static Client client(WebSocketSession session) {
    if (session.getAttributes().get(CLIENT) instanceof Client client) {
      return client;
    }
    throw new IllegalStateException("a message before the connection was established");
  }

  /** Without a limit of its own a blocked send would hold the thread for the server's default. */
  private static void limitSending(WebSocketSession session, Duration limit) {
    if (session instanceof NativeWebSocketSession nativeSession) {
      Session standard = nativeSession.getNativeSession(Session.class);
      if (standard != null) {
        standard.getUserProperties().put(SEND_TIMEOUT, limit.toMillis());
      }
    }
  }
}
