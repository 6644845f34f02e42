package io.filstore.devnet.rpc;

import static io.filstore.devnet.rpc.RpcMethod.read;

import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.ChainSettings;
import java.util.List;

/** The node and its tipsets. */
final class ChainMethods implements MethodGroup {
  /** Tells everybody who asks that this is not Lotus. */
  static final String VERSION = "1.36.2+devnet";

  private static final int API_VERSION = 131840;
  private static final int NETWORK_VERSION = 28;

  private final NodeView node;
  private final Chain chain;
  private final Tipsets tipsets;
  private final TipsetJson json;

  ChainMethods(NodeView node) {
    this.node = node;
    this.chain = node.chain();
    this.tipsets = new Tipsets(node);
    this.json = new TipsetJson(chain);
  }

  @Override
  public List<RpcMethod> methods() {
    return List.of(
        read("Version", 0, p -> version()),
        read("StateNetworkName", 0, p -> Result.of(ChainSettings.NETWORK)),
        read("StateNetworkVersion", 1, this::networkVersion),
        read("ChainHead", 0, p -> tipset(node.height())),
        read("ChainGetGenesis", 0, p -> tipset(0)),
        read("ChainGetFinalizedTipSet", 0, p -> tipset(node.finalized())),
        read("ChainGetTipSet", 1, p -> Result.of(json.of(tipsets.tipset(p, 0)))),
        read("ChainGetTipSetByHeight", 2, this::byHeight));
  }

  private Result version() {
    return Result.of(
        LotusJson.object()
            .put("Version", VERSION)
            .put("APIVersion", API_VERSION)
            .put("BlockDelay", chain.blockDelaySeconds())
            .put("Agent", "filstore-devnet (a simulator, not Lotus)"));
  }

  private Result networkVersion(Params params) {
    tipsets.heightOf(params, 0);
    return Result.of(NETWORK_VERSION);
  }

  private Result byHeight(Params params) {
    long wanted = params.integer(0, "*abi.ChainEpoch");
    long from = tipsets.heightOf(params, 1);
    if (wanted < 0) {
      throw RpcException.application("bad tipset height: " + wanted + " is negative");
    }
    if (wanted > from) {
      throw RpcException.application("looking for tipset with height greater than start point");
    }
    return tipset(wanted);
  }

  private Result tipset(long height) {
    return Result.of(json.of(height));
  }
}
