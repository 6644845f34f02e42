package io.filstore.devnet.rpc;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code ChainNotify}: the present head, then each time the way to the new one. */
final class HeadFeed implements Feed {
  private final NodeView node;
  private final TipsetJson tipsets;
  private final HeadPath path;

  HeadFeed(NodeView node) {
    this.node = node;
    this.tipsets = new TipsetJson(node.chain());
    this.path = new HeadPath(node.chain().tipsets(), node.height());
  }

  @Override
  public List<JsonNode> begin() {
    return List.of(json(List.of(new HeadPath.Step("current", path.head()))));
  }

  @Override
  public List<JsonNode> news() {
    List<HeadPath.Step> steps = path.to(node.height());
    return steps.isEmpty() ? List.of() : List.of(json(steps));
  }

  private ArrayNode json(List<HeadPath.Step> steps) {
    ArrayNode changes = LotusJson.array();
    for (HeadPath.Step step : steps) {
      ObjectNode change = LotusJson.object().put("Type", step.type());
      change.set("Val", tipsets.of(step.tipset()));
      changes.add(change);
    }
    return changes;
  }
}
