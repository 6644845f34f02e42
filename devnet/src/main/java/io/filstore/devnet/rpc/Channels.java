package io.filstore.devnet.rpc;

import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.HeadListener;
import io.filstore.devnet.chain.HeadView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The channels of one connection (go-jsonrpc websocket.go): each is opened by a request, has a
 * number, and is told something whenever the head changes.
 */
final class Channels implements AutoCloseable {
  private final Chain chain;
  private final Consumer<String> out;
  private final Map<JsonNode, Channel> byRequest = new LinkedHashMap<>();
  private final HeadListener listener = this::headChanged;
  private long lastChannel;

  private record Channel(long number, Feed feed) {}

  /**
   * No channel yet.
   *
   * @param out sends one frame; must be safe for several threads
   */
  Channels(Chain chain, Consumer<String> out) {
    this.chain = chain;
    this.out = out;
  }

  /** Answers the request with a new channel and sends what its feed begins with. */
  synchronized void open(JsonNode requestId, Feed feed) {
    if (byRequest.isEmpty()) {
      chain.addListener(listener);
    }
    Channel channel = new Channel(++lastChannel, feed);
    byRequest.put(requestId, channel);
    out.accept(Reply.text(new Reply.Success(requestId, Result.of(channel.number()))));
    feed.begin().forEach(value -> send(channel, value));
  }

  /** Closes the channel that the request opened; nothing for an unknown request. */
  synchronized void cancel(JsonNode requestId) {
    Channel channel = byRequest.remove(requestId);
    if (channel != null) {
      ArrayNode params = LotusJson.array().add(channel.number());
      out.accept(frame("xrpc.ch.close", params).toString());
      forgetWhenIdle();
    }
  }

  private synchronized void headChanged(HeadView ignored) {
    byRequest
        .values()
        .forEach(channel -> channel.feed().news().forEach(value -> send(channel, value)));
  }

  private void send(Channel channel, JsonNode value) {
    ArrayNode params = LotusJson.array().add(channel.number()).add(value);
    out.accept(frame("xrpc.ch.val", params).toString());
  }

  private static ObjectNode frame(String method, ArrayNode params) {
    ObjectNode frame = LotusJson.object().put("jsonrpc", "2.0").put("method", method);
    frame.set("params", params);
    return frame;
  }

  private void forgetWhenIdle() {
    if (byRequest.isEmpty()) {
      chain.removeListener(listener);
    }
  }

  @Override
  public synchronized void close() {
    byRequest.clear();
    forgetWhenIdle();
  }
}
