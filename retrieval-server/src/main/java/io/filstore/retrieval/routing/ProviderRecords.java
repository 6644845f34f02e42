package io.filstore.retrieval.routing;

import io.filstore.db.piece.Holder;
import io.filstore.db.piece.PieceHolders;
import io.filstore.libp2p.PeerId;
import io.filstore.multiformats.FormatException;
import io.filstore.net.PublicAddresses;
import io.filstore.retrieval.outside.ProviderReach;
import io.filstore.retrieval.peer.HttpMultiaddr;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Storage providers as peers. A record cannot do without a peer id and helps nobody without an
 * address, so a provider of which one is unknown is left out, and so is one at an address that only
 * we can reach.
 */
@Component
final class ProviderRecords {

  /** As many as the specification has in one answer, with room for ourselves. */
  private static final int MOST = 99;

  private final PieceHolders holders;
  private final boolean anywhere;

  ProviderRecords(PieceHolders holders, ProviderReach reach) {
    this.holders = holders;
    this.anywhere = reach.anywhere();
  }

  /**
   * Those with an active deal for one of the pieces; of several providers that are one peer, one
   * record with the addresses of all.
   */
  List<PeerRecord> of(List<String> pieceCids) {
    Map<PeerId, Set<String>> peers = new LinkedHashMap<>();
    for (Holder holder : holders.ofAny(pieceCids)) {
      Optional<PeerId> peer = peer(holder.peerId());
      Optional<String> address = address(holder.baseUrl());
      if (peer.isPresent() && address.isPresent()) {
        peers.computeIfAbsent(peer.get(), _ -> new LinkedHashSet<>()).add(address.get());
      }
    }
    return peers.entrySet().stream()
        .limit(MOST)
        .map(peer -> PeerRecord.gateway(peer.getKey(), List.copyOf(peer.getValue())))
        .toList();
  }

  private static Optional<PeerId> peer(@Nullable String id) {
    try {
      return id == null ? Optional.empty() : Optional.of(PeerId.parse(id));
    } catch (FormatException noPeerId) {
      return Optional.empty();
    }
  }

  private Optional<String> address(String baseUrl) {
    try {
      URI url = URI.create(baseUrl);
      return HttpMultiaddr.of(url)
          .filter(_ -> anywhere || !PublicAddresses.isPrivateHost(url.getHost()))
          .map(Object::toString);
    } catch (IllegalArgumentException noUrl) {
      return Optional.empty();
    }
  }
}
