package io.filstore.client.chain;

import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Multiaddr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The miner actor's entry as far as a client needs it. Multiaddrs that this code does not know are
 * left out.
 *
 * @param sectorSize bytes
 */
public record MinerInfo(
    FilAddress owner,
    FilAddress worker,
    @Nullable String peerId,
    List<Multiaddr> multiaddrs,
    long sectorSize) {

  public MinerInfo {
    multiaddrs = List.copyOf(multiaddrs);
  }
}
