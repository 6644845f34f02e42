package io.filstore.retrieval.routing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a caller can use (IPIP-0484), in any case of letters.
 *
 * @param addrs protocols of addresses, with {@code !} in front those that must not be in them;
 *     {@code unknown} keeps a peer without addresses
 * @param protocols of transfer; {@code unknown} keeps a peer that names none
 */
record Filters(Set<String> addrs, Set<String> protocols) {

  private static final String UNKNOWN = "unknown";

  static Filters of(@Nullable String addrs, @Nullable String protocols) {
    return new Filters(names(addrs), names(protocols));
  }

  private static Set<String> names(@Nullable String list) {
    if (list == null) {
      return Set.of();
    }
    return Arrays.stream(list.toLowerCase(Locale.ROOT).split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Those that the caller can use. */
  List<PeerRecord> apply(List<PeerRecord> peers) {
    return peers.stream().map(this::apply).flatMap(Optional::stream).toList();
  }

  /** The record with the addresses that are left; empty when the caller cannot use it. */
  private Optional<PeerRecord> apply(PeerRecord peer) {
    if (!protocols.isEmpty() && !speaks(peer)) {
      return Optional.empty();
    }
    if (addrs.isEmpty() || (peer.addrs().isEmpty() && addrs.contains(UNKNOWN))) {
      return Optional.of(peer);
    }
    List<String> left = peer.addrs().stream().filter(this::usable).toList();
    return left.isEmpty() ? Optional.empty() : Optional.of(peer.with(left));
  }

  private boolean speaks(PeerRecord peer) {
    return peer.protocols().isEmpty()
        ? protocols.contains(UNKNOWN)
        : peer.protocols().stream().anyMatch(protocols::contains);
  }

  private boolean usable(String address) {
    Set<String> words = Set.copyOf(Arrays.asList(address.toLowerCase(Locale.ROOT).split("/", -1)));
    boolean refused =
        addrs.stream().anyMatch(name -> name.startsWith("!") && words.contains(name.substring(1)));
    List<String> wanted = addrs.stream().filter(name -> !name.startsWith("!")).toList();
    return !refused && (wanted.isEmpty() || wanted.stream().anyMatch(words::contains));
  }
}
