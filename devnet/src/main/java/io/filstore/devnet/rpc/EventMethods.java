package io.filstore.devnet.rpc;

import static io.filstore.devnet.rpc.RpcMethod.read;

import io.filstore.devnet.actors.runtime.ActorEvent;
import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.EmittedEvent;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Events of built-in actors. */
final class EventMethods implements MethodGroup {
  private static final long MAX_RANGE = 2880;
  private static final int CBOR = 81;

  private final NodeView node;
  private final Chain chain;
  private final Tipsets tipsets;

  EventMethods(NodeView node) {
    this.node = node;
    this.chain = node.chain();
    this.tipsets = new Tipsets(node);
  }

  @Override
  public List<RpcMethod> methods() {
    return List.of(read("GetActorEventsRaw", 1, this::events));
  }

  private Result events(Params params) {
    List<ObjectNode> found = inRange(params.node(0));
    return found.isEmpty() ? Result.nothing() : Result.of(LotusJson.array().addAll(found));
  }

  /** The events that a filter wants, in the heights that it names. */
  List<ObjectNode> inRange(JsonNode filter) {
    return matching(filter, range(filter));
  }

  /** The events that a filter wants, of all heights. */
  List<ObjectNode> all(JsonNode filter) {
    return matching(filter, new Range(0, Long.MAX_VALUE));
  }

  private List<ObjectNode> matching(JsonNode asked, Range range) {
    EventFilter filter = EventFilter.read(asked);
    return chain.events().stream()
        .filter(event -> event.seenAt() <= node.height())
        .filter(event -> range.holds(event.height()) && filter.matches(event.event()))
        .map(this::json)
        .toList();
  }

  private record Range(long from, long to) {
    boolean holds(long height) {
      return height >= from && height <= to;
    }
  }

  /** Heights asked for; events of the head itself are there only once its messages executed. */
  private Range range(JsonNode asked) {
    long head = node.height();
    JsonNode key = asked.path("tipsetKey");
    if (key.isArray() && !key.isEmpty()) {
      long height =
          tipsets.heightOf(new Params("Filecoin.GetActorEventsRaw", LotusJson.array().add(key)), 0);
      return new Range(height, height);
    }
    long from = asked.path("fromHeight").asLong(head);
    long to = asked.path("toHeight").asLong(head);
    if (from >= 0 && to >= 0 && to - from > MAX_RANGE) {
      throw RpcException.application(
          "invalid epoch range: range between to and 'from' heights is too large (maximum: 2880)");
    }
    if (from >= 0 && head - from > MAX_RANGE) {
      throw RpcException.application(
          "invalid epoch range: 'from' height is too far in the past (maximum: 2880)");
    }
    return new Range(from < 0 ? 0 : from, to < 0 ? head : to);
  }

  private ObjectNode json(EmittedEvent emitted) {
    ArrayNode entries = LotusJson.array();
    for (ActorEvent.Entry entry : emitted.event().entries()) {
      entries.add(
          LotusJson.object()
              .put("Flags", entry.flags())
              .put("Key", entry.key())
              .put("Codec", CBOR)
              .put("Value", LotusJson.base64(entry.value())));
    }
    ObjectNode json = LotusJson.object();
    json.set("entries", entries);
    json.put("emitter", LotusJson.address(emitted.event().emitter()))
        .put("reverted", false)
        .put("height", emitted.height());
    json.set("tipsetKey", LotusJson.tipsetKey(chain.tipsets().at(emitted.height())));
    json.set("msgCid", LotusJson.cid(emitted.message()));
    return json;
  }
}
