package io.filstore.watcher.chain;

import io.filstore.client.chain.ChainEndpoints;
import io.filstore.watcher.FilecoinNetwork;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The chain endpoint.
 *
 * @param rpc LOTUS_RPC, the JSON-RPC address of a Lotus node, or several with commas between
 * @param token LOTUS_TOKEN, the first one's JWT; empty for a node that answers everyone
 * @param network FILECOIN_NETWORK
 * @param staleAfter CHAIN_STALE_AFTER; age of the head from which on nothing is concluded from it.
 *     Empty: ten block delays, at least a minute
 * @param subscribe LOTUS_SUBSCRIBE; whether the endpoints are asked to tell their heads over
 *     WebSocket. Those that do not are polled
 * @param safeEpochs CHAIN_SAFE_EPOCHS; how far below the head a tipset counts as safe although it
 *     is not final
 */
@ConfigurationProperties("watcher.chain")
public record ChainProperties(
    String rpc,
    @Nullable String token,
    FilecoinNetwork network,
    @Nullable Duration staleAfter,
    boolean subscribe,
    long safeEpochs) {
  private static final int BLOCK_DELAYS = 10;
  private static final Duration MIN_STALE_AFTER = Duration.ofMinutes(1);

  public ChainProperties {
    if (safeEpochs < 1) {
      throw new IllegalArgumentException("CHAIN_SAFE_EPOCHS is " + safeEpochs + ", the least is 1");
    }
    token = token == null || token.isBlank() ? null : token;
  }

  Duration staleAfter(Duration blockDelay) {
    if (staleAfter != null) {
      return staleAfter;
    }
    Duration delays = blockDelay.multipliedBy(BLOCK_DELAYS);
    return delays.compareTo(MIN_STALE_AFTER) < 0 ? MIN_STALE_AFTER : delays;
  }

  /** The address for logs: a token or password in it is left out. */
  public String shownRpc() {
    return Arrays.stream(rpc.split(",", -1))
        .map(url -> ChainEndpoints.shown(url.strip()))
        .collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return "ChainProperties[" + shownRpc() + ", " + network + "]";
  }
}
