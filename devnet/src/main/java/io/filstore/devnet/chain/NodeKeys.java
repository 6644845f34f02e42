package io.filstore.devnet.chain;

import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.LocalKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The keys in the node's wallet; gone with the process. */
public final class NodeKeys {
  private final Map<String, LocalKey> keys = new ConcurrentSkipListMap<>();

  public void add(LocalKey key) {
    keys.put(key.address().toString(), key);
  }

  public Optional<LocalKey> find(FilAddress address) {
    return Optional.ofNullable(keys.get(address.toString()));
  }

  /** Their addresses, in order. */
  public List<String> addresses() {
    return List.copyOf(keys.keySet());
  }
}
