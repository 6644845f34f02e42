package io.filstore.client.chain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The channel protocol of go-jsonrpc (websocket.go) on one connection: a call is answered by the
 * number of a channel, whose values follow as notifications until it is closed. The answer and the
 * values come from different threads of the node, so values may overtake it; a few are held until
 * it is there. Everything else that was not asked for is a {@link ProtocolViolation}. Thread safe.
 */
final class RpcChannels {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String VALUE = "xrpc.ch.val";
  private static final String CLOSE = "xrpc.ch.close";
  private static final String CANCEL = "xrpc.cancel";

  /** Frames that may overtake an answer. */
  private static final int MOST_EARLY = 16;

  private final Consumer<String> out;
  private final Map<Long, Channel> asked = new HashMap<>();
  private final Map<Long, Channel> open = new HashMap<>();
  private final Deque<Early> early = new ArrayDeque<>();
  private long lastRequest;

  /** Who is told what becomes of a call, in order, on the thread that reads. */
  interface Channel {
    /** The node answered; values will follow. */
    void opened();

    /** The node will not tell. */
    void refused(ChainError why);

    /** One value. */
    void value(JsonNode value) throws ProtocolViolation;

    /** The node tells nothing more. */
    void closed();
  }

  private record Early(long channel, JsonNode frame) {}

  /** A channel that nobody listens to any more, until the node has closed it. */
  private enum Cancelled implements Channel {
    CHANNEL;

    @Override
    public void opened() {}

    @Override
    public void refused(ChainError why) {}

    @Override
    public void value(JsonNode value) {}

    @Override
    public void closed() {}
  }

  /**
   * Nothing asked yet.
   *
   * @param out sends one frame
   */
  RpcChannels(Consumer<String> out) {
    this.out = out;
  }

  /** Calls a method that answers with a channel; the answer is the call's number. */
  long call(Channel channel, String method, Object... params) {
    ObjectNode call = frame("Filecoin." + method, JSON.valueToTree(params));
    long id;
    synchronized (this) {
      id = ++lastRequest;
      asked.put(id, channel);
    }
    out.accept(call.put("id", id).toString());
    return id;
  }

  /** Nothing more is told to the channel of that call. */
  void cancel(long call, Channel channel) {
    synchronized (this) {
      asked.replace(call, Cancelled.CHANNEL);
      open.replaceAll((_, held) -> held == channel ? Cancelled.CHANNEL : held);
    }
    out.accept(frame(CANCEL, JSON.createArrayNode().add(call)).toString());
  }

  private static ObjectNode frame(String method, JsonNode params) {
    ObjectNode frame = JSON.createObjectNode().put("jsonrpc", "2.0").put("method", method);
    frame.set("params", params);
    return frame;
  }

  /** Takes one text message of the node. */
  synchronized void received(String text) throws ProtocolViolation {
    JsonNode frame = parse(text);
    String method = frame.path("method").asString("");
    if (method.isEmpty()) {
      answered(frame);
    } else if (method.equals(VALUE) || method.equals(CLOSE)) {
      told(number(frame.path("params").path(0)), frame);
    } else {
      throw new ProtocolViolation("the node called " + method);
    }
  }

  private static JsonNode parse(String text) throws ProtocolViolation {
    try {
      JsonNode frame = JSON.readTree(text);
      if (frame.isObject()) {
        return frame;
      }
    } catch (JacksonException e) {
      throw new ProtocolViolation("a message is no JSON", e);
    }
    throw new ProtocolViolation("a message is no JSON object");
  }

  private static long number(JsonNode node) throws ProtocolViolation {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw new ProtocolViolation("a message names no channel or call");
    }
    return node.longValue();
  }

  private void answered(JsonNode frame) throws ProtocolViolation {
    Channel channel = asked.remove(number(frame.path("id")));
    if (channel == null) {
      throw new ProtocolViolation("an answer to nothing that was asked");
    }
    if (frame.hasNonNull("error")) {
      channel.refused(JsonRpc.error("a subscription", frame.path("error")));
    } else {
      begin(channel, number(frame.path("result")));
    }
    if (asked.isEmpty() && !early.isEmpty()) {
      throw unknown(early.element().channel());
    }
  }

  private void begin(Channel channel, long number) throws ProtocolViolation {
    if (open.putIfAbsent(number, channel) != null) {
      throw new ProtocolViolation("two channels with the number " + number);
    }
    channel.opened();
    for (Iterator<Early> held = early.iterator(); held.hasNext(); ) {
      Early next = held.next();
      if (next.channel() == number) {
        held.remove();
        tell(number, next.frame());
      }
    }
  }

  private void told(long number, JsonNode frame) throws ProtocolViolation {
    if (open.containsKey(number)) {
      tell(number, frame);
    } else if (asked.isEmpty() || early.size() == MOST_EARLY) {
      throw unknown(number);
    } else {
      early.add(new Early(number, frame));
    }
  }

  private void tell(long number, JsonNode frame) throws ProtocolViolation {
    @Nullable Channel channel = open.get(number);
    if (channel == null) {
      throw unknown(number);
    }
    if (frame.path("method").asString().equals(CLOSE)) {
      open.remove(number);
      channel.closed();
    } else {
      channel.value(frame.path("params").path(1));
    }
  }

  private static ProtocolViolation unknown(long number) {
    return new ProtocolViolation("the node tells on channel " + number + ", which is not open");
  }
}
