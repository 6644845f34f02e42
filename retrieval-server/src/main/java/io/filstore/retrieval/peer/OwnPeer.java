package io.filstore.retrieval.peer;

import io.filstore.filecoin.Multiaddr;
import io.filstore.libp2p.Ed25519Key;
import io.filstore.libp2p.PeerId;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** This server as a provider of content and a publisher of advertisements. */
@Component
public class OwnPeer {

  private final Ed25519Key key;
  private final Optional<Multiaddr> address;

  @Autowired
  OwnPeer(PeerProperties properties) {
    this(Ed25519Key.ofSeed(properties.seed()), properties.url());
  }

  /** The peer of a key that is reached at a URL. */
  public OwnPeer(Ed25519Key key, URI url) {
    this.key = key;
    this.address = HttpMultiaddr.of(url);
  }

  public Ed25519Key key() {
    return key;
  }

  public PeerId id() {
    return key.peerId();
  }

  /** Where it is reached; empty when its URL has no such form. */
  public Optional<Multiaddr> address() {
    return address;
  }

  /** The same as texts. */
  public List<String> addresses() {
    return address.map(Multiaddr::toString).stream().toList();
  }
}
