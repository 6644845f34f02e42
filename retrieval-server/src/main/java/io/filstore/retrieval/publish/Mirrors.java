package io.filstore.retrieval.publish;

import io.filstore.filecoin.Multiaddr;
import io.filstore.ipni.AdDraft;
import io.filstore.ipni.ExtendedProvider;
import io.filstore.ipni.ExtendedProviders;
import io.filstore.ipni.RetrievalProtocol;
import io.filstore.libp2p.Ed25519Key;
import io.filstore.libp2p.PeerId;
import io.filstore.retrieval.peer.HttpMultiaddr;
import io.filstore.retrieval.peer.OwnPeer;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who has all that this server has, told as extended providers of the whole chain. Indexers name
 * them beside this server for every block, until the chain says something else.
 */
final class Mirrors {

  static final int MOST = 10;

  private static final byte[] METADATA =
      RetrievalProtocol.encode(EnumSet.of(RetrievalProtocol.TRUSTLESS_GATEWAY));

  /** We are among them, as we have to be, and add no way to have the content. */
  private static final byte[] NOTHING_ELSE = new byte[0];

  private final OwnPeer self;
  private final List<Mirror> mirrors;

  /**
   * @throws IllegalArgumentException if two are one peer, or one is this server
   */
  Mirrors(OwnPeer self, List<Mirror> mirrors) {
    this.self = self;
    this.mirrors = List.copyOf(mirrors);
    Stream<PeerId> all = Stream.concat(Stream.of(self.id()), ids(mirrors));
    if (all.distinct().count() <= mirrors.size()) {
      throw new IllegalArgumentException(
          "FILSTORE_IPNI_MIRROR_KEYS: each mirror needs a key of its own, which is neither another one's nor FILSTORE_IPNI_KEY");
    }
  }

  /**
   * Mirrors by the settings.
   *
   * @param urls where they are
   * @param keys seeds of their ed25519 keys in the same order, 32 bytes in hex each, with commas
   *     between them
   */
  static List<Mirror> parse(List<URI> urls, String keys) {
    List<String> seeds =
        keys.isBlank() ? List.of() : Stream.of(keys.split(",", -1)).map(String::strip).toList();
    if (urls.size() > MOST) {
      throw new IllegalArgumentException(
          "IPNI_MIRRORS names %d servers, at most %d".formatted(urls.size(), MOST));
    }
    if (urls.size() != seeds.size()) {
      throw new IllegalArgumentException(
          "IPNI_MIRRORS names %d servers, but FILSTORE_IPNI_MIRROR_KEYS has %d keys"
              .formatted(urls.size(), seeds.size()));
    }
    List<Mirror> mirrors = new ArrayList<>();
    for (int i = 0; i < urls.size(); i++) {
      mirrors.add(new Mirror(key(seeds.get(i), i + 1), address(urls.get(i))));
    }
    return mirrors;
  }

  private static Multiaddr address(URI url) {
    return HttpMultiaddr.of(url)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "IPNI_MIRRORS: "
                    + url.getHost()
                    + " must be an http or https URL without a query"));
  }

  /** The key itself must not reach a log. */
  private static Ed25519Key key(String seed, int number) {
    if (!seed.matches("[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException(
          "FILSTORE_IPNI_MIRROR_KEYS: key %d must be 64 hex digits".formatted(number));
    }
    return Ed25519Key.ofSeed(HexFormat.of().parseHex(seed));
  }

  /**
   * Whether this is what indexers know already.
   *
   * @param said by the newest advertisement that could; absent when it did not, or there is none
   */
  boolean areSaid(@Nullable ExtendedProviders said) {
    if (mirrors.isEmpty()) {
      return said == null || ids(said).allMatch(self.id()::equals);
    }
    return said != null
        && said.providers().stream()
            .map(one -> text(one.provider(), one.addresses(), one.metadata()))
            .toList()
            .equals(wanted());
  }

  private List<String> wanted() {
    return Stream.concat(
            Stream.of(text(self.id(), self.addresses(), NOTHING_ELSE)),
            mirrors.stream().map(one -> text(one.key().peerId(), addresses(one), METADATA)))
        .toList();
  }

  private static String text(PeerId id, List<String> addresses, byte[] metadata) {
    return id + " " + addresses + " " + HexFormat.of().formatHex(metadata);
  }

  boolean none() {
    return mirrors.isEmpty();
  }

  /** All of them, each signed by itself; without a mirror that nobody is but this server. */
  ExtendedProviders sign(AdDraft draft) {
    List<ExtendedProvider> all = new ArrayList<>();
    all.add(draft.extend(self.key(), self.addresses(), NOTHING_ELSE, false));
    for (Mirror mirror : mirrors) {
      all.add(draft.extend(mirror.key(), addresses(mirror), METADATA, false));
    }
    return new ExtendedProviders(all, false);
  }

  private static List<String> addresses(Mirror mirror) {
    return List.of(mirror.address().toString());
  }

  private static Stream<PeerId> ids(List<Mirror> mirrors) {
    return mirrors.stream().map(mirror -> mirror.key().peerId());
  }

  private static Stream<PeerId> ids(ExtendedProviders said) {
    return said.providers().stream().map(ExtendedProvider::provider);
  }
}
