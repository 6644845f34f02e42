package io.filstore.ipni;

import io.filstore.filecoin.Multiaddr;
import io.filstore.filecoin.MultiaddrProtocol;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.Cid;
import java.util.List;

/**
 * Tells an indexer of a new head (go-libipni announce/message).
 *
 * @param addresses where the chain is read, each ending in {@code /p2p/} and the publisher's id
 */
public record Announcement(Cid head, List<Multiaddr> addresses) {

  public Announcement {
    addresses = List.copyOf(addresses);
    for (Multiaddr address : addresses) {
      if (address.parts().isEmpty()
          || address.parts().getLast().protocol() != MultiaddrProtocol.P2P) {
        throw new IllegalArgumentException(address + " does not end in /p2p/ and a peer id");
      }
    }
  }

  /** The body of {@code PUT /announce}, of type application/octet-stream. */
  public byte[] cbor() {
    CborWriter out = new CborWriter().array(3).link(head).array(addresses.size());
    addresses.forEach(address -> out.bytes(address.bytes()));
    return out.bytes(new byte[0]).toBytes();
  }
}
