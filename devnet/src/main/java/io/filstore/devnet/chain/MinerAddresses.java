package io.filstore.devnet.chain;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Where miners can be reached. Not part of the replayed state: ports may change from start to
 * start, and every provider announces its own once it listens.
 */
public final class MinerAddresses {
  private final ConcurrentMap<Long, byte[]> byMiner = new ConcurrentHashMap<>();

  /** Announces the binary multiaddr of a miner. */
  public void announce(long miner, byte[] multiaddr) {
    byMiner.put(miner, multiaddr);
  }

  public Optional<byte[]> of(long miner) {
    return Optional.ofNullable(byMiner.get(miner));
  }
}
