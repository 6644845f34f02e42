package io.filstore.devnet.rpc;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code SubscribeActorEventsRaw}: what happens from now on, and from an earlier height on when the
 * filter names one. What a reorg took back is told again as {@code reverted}.
 */
final class EventFeed implements Feed {
  private final EventMethods events;
  private final JsonNode filter;

  /** As they were told; the same event in another tipset is another one. */
  private final Set<ObjectNode> told;

  EventFeed(EventMethods events, JsonNode filter) {
    this.events = events;
    this.filter = filter;
    this.told = new LinkedHashSet<>(events.all(filter));
  }

  @Override
  public List<JsonNode> begin() {
    return filter.hasNonNull("fromHeight") ? List.copyOf(events.inRange(filter)) : List.of();
  }

  @Override
  public List<JsonNode> news() {
    Set<ObjectNode> now = new LinkedHashSet<>(events.all(filter));
    List<JsonNode> news = new ArrayList<>();
    for (ObjectNode gone : told) {
      if (!now.contains(gone)) {
        news.add(gone.deepCopy().put("reverted", true));
      }
    }
    now.stream().filter(event -> !told.contains(event)).forEach(news::add);
    told.clear();
    told.addAll(now);
    return news;
  }
}
