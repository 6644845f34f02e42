package io.filstore.scheduler.network;

import io.filstore.client.chain.ChainEndpoints;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The chain endpoint.
 *
 * @param lotusRpc JSON-RPC address of a node, or several with commas between (LOTUS_RPC)
 * @param lotusToken the first one's JWT, empty for a node that answers everyone (LOTUS_TOKEN)
 * @param network devnet, calibration or mainnet (FILECOIN_NETWORK)
 */
@ConfigurationProperties("filstore.chain")
public record ChainProperties(
    @DefaultValue("http://127.0.0.1:17410/rpc/v1") String lotusRpc,
    @DefaultValue("") String lotusToken,
    @DefaultValue("devnet") FilecoinNetwork network) {

  /** Neither the token nor one in the address must reach a log. */
  @Override
  public String toString() {
    List<String> shown =
        Arrays.stream(lotusRpc.split(",", -1))
            .map(url -> ChainEndpoints.shown(url.strip()))
            .toList();
    return "ChainProperties[" + shown + ", " + network + "]";
  }
}
