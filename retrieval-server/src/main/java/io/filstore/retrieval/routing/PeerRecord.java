package io.filstore.retrieval.routing;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.filstore.retrieval.peer.OwnPeer;
import java.util.List;

/** A peer and how it is reached (delegated routing specification, schema "peer"). */
record PeerRecord(
    @JsonProperty("Schema") String schema,
    @JsonProperty("ID") String id,
    @JsonProperty("Addrs") List<String> addrs,
    @JsonProperty("Protocols") List<String> protocols) {

  static PeerRecord of(OwnPeer peer) {
    return new PeerRecord(
        "peer", peer.id().toString(), peer.addresses(), List.of("transport-ipfs-gateway-http"));
  }

  PeerRecord with(List<String> some) {
    return new PeerRecord(schema, id, some, protocols);
  }
}
