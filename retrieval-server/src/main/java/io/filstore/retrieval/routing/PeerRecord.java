package io.filstore.retrieval.routing;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.filstore.libp2p.PeerId;
import io.filstore.retrieval.peer.OwnPeer;
import java.util.List;

/** A peer and how it is reached (delegated routing specification, schema "peer"). */
record PeerRecord(
    @JsonProperty("Schema") String schema,
    @JsonProperty("ID") String id,
    @JsonProperty("Addrs") List<String> addrs,
    @JsonProperty("Protocols") List<String> protocols) {

  static PeerRecord of(OwnPeer peer) {
    return gateway(peer.id(), peer.addresses());
  }

  /** A peer with a trustless gateway. */
  static PeerRecord gateway(PeerId id, List<String> addresses) {
    return new PeerRecord("peer", id.toString(), addresses, List.of("transport-ipfs-gateway-http"));
  }

  PeerRecord with(List<String> some) {
    return new PeerRecord(schema, id, some, protocols);
  }
}
