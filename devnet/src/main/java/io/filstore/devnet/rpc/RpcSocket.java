package io.filstore.devnet.rpc;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * JSON-RPC over WebSocket with the channel protocol of go-jsonrpc (websocket.go): {@code
 * ChainNotify} and {@code SubscribeActorEventsRaw} answer a channel number, values follow as {@code
 * xrpc.ch.val}, {@code xrpc.cancel} names the request and is answered by {@code xrpc.ch.close}.
 */
final class RpcSocket extends TextWebSocketHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RpcSocket.class);
  private static final int SEND_LIMIT_MS = 10_000;
  private static final int BUFFER = 64 << 20;

  private final Dispatcher dispatcher;
  private final Access access;
  private final NodeView node;
  private final NodeFaults faults;
  private final Map<String, Connection> connections = new ConcurrentHashMap<>();

  RpcSocket(Dispatcher dispatcher, Access access, NodeView node, NodeFaults faults) {
    this.dispatcher = dispatcher;
    this.access = access;
    this.node = node;
    this.faults = faults;
  }

  private record Connection(
      WebSocketSession session, Permission held, Channels channels, Runnable close) {}

  @Override
  public void afterConnectionEstablished(WebSocketSession raw) {
    WebSocketSession session = new ConcurrentWebSocketSessionDecorator(raw, SEND_LIMIT_MS, BUFFER);
    List<String> header = raw.getHandshakeHeaders().getOrEmpty("Authorization");
    String query =
        raw.getUri() == null
            ? null
            : UriComponentsBuilder.fromUri(raw.getUri()).build().getQueryParams().getFirst("token");
    Permission held =
        access.of(header.isEmpty() ? null : header.getFirst(), query).orElse(Permission.READ);
    Channels channels = new Channels(node.chain(), frame -> send(session, frame));
    Runnable close = () -> close(session);
    faults.onDisconnect(close);
    connections.put(raw.getId(), new Connection(session, held, channels, close));
  }

  @Override
  protected void handleTextMessage(WebSocketSession raw, TextMessage message) {
    Connection connection = connections.get(raw.getId());
    if (connection == null) {
      return;
    }
    try {
      handle(connection, Result.JSON.readTree(message.getPayload()));
    } catch (JacksonException e) {
      reply(connection, new Reply.Failure(Result.JSON.nullNode(), RpcException.parseError()));
    }
  }

  private void handle(Connection connection, JsonNode request) {
    String method = request.path("method").asString("");
    if (method.equals("xrpc.cancel")) {
      connection.channels().cancel(request.path("params").path(0));
    } else if (method.equals(Dispatcher.CHAIN_NOTIFY)
        || method.equals(Dispatcher.SUBSCRIBE_EVENTS)) {
      open(connection, request, method);
    } else {
      Reply reply = call(connection, request);
      if (request.has("id")) {
        reply(connection, reply);
      }
    }
  }

  private void open(Connection connection, JsonNode request, String method) {
    JsonNode id = Reply.idOf(request);
    try {
      dispatcher.requireKnown(method);
      connection.channels().open(id, feed(request, method));
    } catch (RpcException e) {
      reply(connection, new Reply.Failure(id, e));
    }
  }

  private Feed feed(JsonNode request, String method) {
    if (method.equals(Dispatcher.CHAIN_NOTIFY)) {
      Dispatcher.params(request, 0);
      return new HeadFeed(node);
    }
    return new EventFeed(new EventMethods(node), Dispatcher.params(request, 1).get(0));
  }

  private Reply call(Connection connection, JsonNode request) {
    JsonNode id = Reply.idOf(request);
    faults.delay(List.of(Dispatcher.shortName(request.path("method").asString(""))));
    try {
      return new Reply.Success(id, dispatcher.call(request, connection.held()));
    } catch (RpcException e) {
      return new Reply.Failure(id, e);
    }
  }

  private static void reply(Connection connection, Reply reply) {
    send(connection.session(), Reply.text(reply));
  }

  private static void send(WebSocketSession session, String frame) {
    try {
      session.sendMessage(new TextMessage(frame));
    } catch (IOException | IllegalStateException e) {
      LOG.info("WebSocket {} is gone: {}", session.getId(), e.getMessage());
    }
  }

  private static void close(WebSocketSession session) {
    try {
      session.close(CloseStatus.SERVICE_RESTARTED);
    } catch (IOException e) {
      LOG.info("WebSocket {} was gone already: {}", session.getId(), e.getMessage());
    }
  }

  @Override
  public void afterConnectionClosed(WebSocketSession raw, CloseStatus status) {
    Connection connection = connections.remove(raw.getId());
    if (connection != null) {
      connection.channels().close();
      faults.gone(connection.close());
    }
  }
}
