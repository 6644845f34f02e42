package io.filstore.devnet.rpc;

import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.HeadListener;
import io.filstore.devnet.chain.HeadView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The {@code ChainNotify} channels of one connection. */
final class HeadChannels implements AutoCloseable {
  private final NodeView node;
  private final Chain chain;
  private final TipsetJson tipsets;
  private final Consumer<String> out;
  private final Map<JsonNode, Long> channelOf = new LinkedHashMap<>();
  private final HeadListener listener = this::headChanged;
  private long lastChannel;
  private @Nullable HeadPath path;

  /**
   * No channel yet.
   *
   * @param out sends one frame; must be safe for several threads
   */
  HeadChannels(NodeView node, Consumer<String> out) {
    this.node = node;
    this.chain = node.chain();
    this.tipsets = new TipsetJson(chain);
    this.out = out;
  }

  /** Answers the request with a new channel and sends the current head on it. */
  synchronized void open(JsonNode requestId) {
    if (channelOf.isEmpty()) {
      chain.addListener(listener);
    }
    long channel = ++lastChannel;
    channelOf.put(requestId, channel);
    out.accept(Reply.text(new Reply.Success(requestId, Result.of(channel))));
    HeadPath begin = new HeadPath(chain.tipsets(), node.height());
    path = begin;
    send(channel, List.of(new HeadPath.Step("current", begin.head())));
  }

  /** Closes the channel that the request opened; nothing for an unknown request. */
  synchronized void cancel(JsonNode requestId) {
    Long channel = channelOf.remove(requestId);
    if (channel != null) {
      ArrayNode params = LotusJson.array().add(channel.longValue());
      out.accept(frame("xrpc.ch.close", params).toString());
      forgetWhenIdle();
    }
  }

  private synchronized void headChanged(HeadView ignored) {
    if (path != null) {
      List<HeadPath.Step> steps = path.to(node.height());
      if (!steps.isEmpty()) {
        channelOf.values().forEach(channel -> send(channel, steps));
      }
    }
  }

  private void send(long channel, List<HeadPath.Step> steps) {
    ArrayNode changes = LotusJson.array();
    for (HeadPath.Step step : steps) {
      ObjectNode change = LotusJson.object().put("Type", step.type());
      change.set("Val", tipsets.of(step.tipset()));
      changes.add(change);
    }
    ArrayNode params = LotusJson.array().add(channel).add(changes);
    out.accept(frame("xrpc.ch.val", params).toString());
  }

  private static ObjectNode frame(String method, ArrayNode params) {
    ObjectNode frame = LotusJson.object().put("jsonrpc", "2.0").put("method", method);
    frame.set("params", params);
    return frame;
  }

  private void forgetWhenIdle() {
    if (channelOf.isEmpty()) {
      chain.removeListener(listener);
    }
  }

  @Override
  public synchronized void close() {
    channelOf.clear();
    forgetWhenIdle();
  }
}
