package io.filstore.scheduler.network;

import okhttp3.HttpUrl;
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

  /** Neither the token nor one in the address must reach a log. */
  @Override
  public String toString() {
    HttpUrl url = HttpUrl.parse(lotusRpc);
    return "ChainProperties[" + (url == null ? "" : url.redact()) + ", " + network + "]";
  }
}
