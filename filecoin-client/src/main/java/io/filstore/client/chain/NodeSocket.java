package io.filstore.client.chain;

import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.FormatException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One WebSocket to a node: heads, and the events of some clients. A message is read when the one
 * before has been handled, so nothing queues up here; a message longer than allowed ends the
 * connection before it is in memory. Methods are called by one thread.
 */
final class NodeSocket implements WebSocket.Listener {

  private final ChainListener listener;
  private final Owner owner;
  private final int longestMessage;
  private final Duration patience;
  private final RpcChannels channels = new RpcChannels(this::send);
  private final StringBuilder message = new StringBuilder();
  private volatile @Nullable WebSocket socket;
  private volatile boolean heard = true;
  private @Nullable Events events;
  private long eventsCall;

  /** Who keeps the connection; told on the thread that reads. */
  interface Owner {
    /** The node tells its heads. */
    void told(NodeSocket socket);

    /** The node tells no events. */
    void eventsRefused(NodeSocket socket, String why);

    /**
     * It is of no use any more.
     *
     * @param hopeless whether the next attempt will end likewise
     */
    void lost(NodeSocket socket, String why, boolean hopeless);
  }

  /**
   * Not connected yet.
   *
   * @param longestMessage in characters
   * @param patience for something to be sent
   */
  NodeSocket(ChainListener listener, Owner owner, int longestMessage, Duration patience) {
    this.listener = listener;
    this.owner = owner;
    this.longestMessage = longestMessage;
    this.patience = patience;
  }

  void followHeads() {
    channels.call(new Heads(), "ChainNotify");
  }

  /** The events of these clients and no others. */
  void followEvents(Set<FilAddress> clients) {
    Events before = events;
    if (before != null) {
      events = null;
      channels.cancel(eventsCall, before);
    }
    if (!clients.isEmpty()) {
      Events next = new Events();
      events = next;
      eventsCall = channels.call(next, "SubscribeActorEventsRaw", ActorEventJson.filter(clients));
    }
  }

  boolean isOpen() {
    return socket != null;
  }

  /** Whether anything was heard since this was asked last. */
  boolean heardOf() {
    boolean was = heard;
    heard = false;
    return was;
  }

  void ping() {
    await(open().sendPing(ByteBuffer.allocate(0)));
  }

  void abort() {
    WebSocket held = socket;
    if (held != null) {
      held.abort();
    }
  }

  private void send(String frame) {
    await(open().sendText(frame, true));
  }

  private WebSocket open() {
    WebSocket held = socket;
    if (held == null) {
      throw new ChainUnavailable("the WebSocket is not open yet");
    }
    return held;
  }

  private void await(CompletableFuture<WebSocket> sent) {
    try {
      sent.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      throw new ChainUnavailable("the WebSocket takes nothing: " + e.getCause(), e);
    }
  }

  @Override
  public void onOpen(WebSocket opened) {
    socket = opened;
    opened.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    heard = true;
    if (part.length() > longestMessage - message.length()) {
      lost(from, "a message is longer than " + longestMessage + " characters");
      return null;
    }
    message.append(part);
    if (last) {
      String whole = message.toString();
      message.setLength(0);
      try {
        channels.received(whole);
      } catch (ProtocolViolation e) {
        lost(from, String.valueOf(e.getMessage()));
        return null;
      }
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
    lost(from, "a binary message");
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    heard = true;
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
    heard = true;
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    owner.lost(this, "the node closed the connection with " + code, false);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    owner.lost(this, "the connection broke: " + error.getMessage(), false);
  }

  /** After that nothing more is read. */
  private void lost(WebSocket from, String why) {
    from.abort();
    owner.lost(this, why, false);
  }

  private static <T> T read(String what, Supplier<T> parse) throws ProtocolViolation {
    try {
      return parse.get();
    } catch (JacksonException | FormatException | IllegalArgumentException e) {
      throw new ProtocolViolation(what + " in an unknown shape: " + e.getMessage(), e);
    }
  }

  private final class Heads implements RpcChannels.Channel {
    @Override
    public void opened() {
      owner.told(NodeSocket.this);
    }

    @Override
    public void refused(ChainError why) {
      owner.lost(NodeSocket.this, "no heads: " + why.text(), true);
    }

    @Override
    public void value(JsonNode changes) throws ProtocolViolation {
      listener.headChanged(read("a change of the head", () -> changes(changes)));
    }

    private static List<HeadChange> changes(JsonNode array) {
      if (!array.isArray()) {
        throw new FormatException("no array");
      }
      List<HeadChange> changes = new ArrayList<>();
      for (JsonNode change : array) {
        HeadChange.Type type = HeadChange.Type.parse(change.required("Type").asString());
        changes.add(new HeadChange(type, LotusJson.tipset(change.required("Val"))));
      }
      return changes;
    }

    @Override
    public void closed() {
      owner.lost(NodeSocket.this, "the node tells no more heads", false);
    }
  }

  private final class Events implements RpcChannels.Channel {
    @Override
    public void opened() {}

    @Override
    public void refused(ChainError why) {
      owner.eventsRefused(NodeSocket.this, why.text());
    }

    @Override
    public void value(JsonNode event) throws ProtocolViolation {
      read("an event", () -> ActorEventJson.event(event)).ifPresent(listener::happened);
    }

    @Override
    public void closed() {
      owner.lost(NodeSocket.this, "the node tells no more events", false);
    }
  }
}
