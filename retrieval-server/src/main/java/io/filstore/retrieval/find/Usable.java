package io.filstore.retrieval.find;

import io.filstore.filecoin.Multiaddr;
import io.filstore.libp2p.PeerId;
import io.filstore.multiformats.FormatException;
import io.filstore.net.PublicAddresses;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/**
 * Which of the peers that strangers name may be called, and where: at a public address, by https,
 * and not ourselves. Names of hosts are checked when they are connected to.
 *
 * @param anywhere whether private addresses and plain http are good, too
 * @param self our own peer id and addresses; asking ourselves would never end
 */
record Usable(boolean anywhere, PeerId self, Set<HttpUrl> own) {

  static Usable of(boolean anywhere, PeerId self, List<String> addresses) {
    return new Usable(
        anywhere,
        self,
        addresses.stream()
            .map(Usable::url)
            .flatMap(Optional::stream)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** The first address of the peer that is good. */
  Optional<HttpUrl> address(Named peer) {
    if (isSelf(peer.id())) {
      return Optional.empty();
    }
    return peer.addresses().stream()
        .map(Usable::url)
        .flatMap(Optional::stream)
        .filter(this::isGood)
        .findFirst();
  }

  private boolean isSelf(String id) {
    try {
      return PeerId.parse(id).equals(self);
    } catch (FormatException noPeerId) {
      return false;
    }
  }

  private boolean isGood(HttpUrl url) {
    return !own.contains(url)
        && (anywhere || (url.isHttps() && !PublicAddresses.isPrivateHost(url.host())));
  }

  private static Optional<HttpUrl> url(String multiaddr) {
    try {
      return Multiaddr.parse(multiaddr).httpBase().map(URI::toString).map(HttpUrl::parse);
    } catch (FormatException unknown) {
      return Optional.empty();
    }
  }
}
