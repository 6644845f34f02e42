package io.filstore.devnet.rpc;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What one channel tells. */
interface Feed {

  /** The values that are sent as soon as the channel is open. */
  List<JsonNode> begin();

  /** The values that a change of the head brings. */
  List<JsonNode> news();
}
