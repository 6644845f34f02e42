package io.filstore.scheduler.network;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The chain endpoint.
 *
 * @param lotusRpc JSON-RPC address of a node (LOTUS_RPC)
 * @param lotusToken its JWT, empty for a node that answers everyone (LOTUS_TOKEN)
 * @param network devnet, calibration or mainnet (FILECOIN_NETWORK)
 */
@ConfigurationProperties("filstore.chain")
public record ChainProperties(
    @DefaultValue("http://127.0.0.1:17410/rpc/v1") String lotusRpc,
    @DefaultValue("") String lotusToken,
    @DefaultValue("devnet") FilecoinNetwork network) {

  /** The token must not reach a log. */
  @Override
  public String toString() {
    return "ChainProperties[" + lotusRpc + ", " + network + "]";
  }
}
