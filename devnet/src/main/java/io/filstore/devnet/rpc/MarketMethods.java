package io.filstore.devnet.rpc;

import static io.filstore.devnet.rpc.RpcMethod.read;

import io.filstore.devnet.actors.market.Deal;
import io.filstore.devnet.actors.market.Escrow;
import io.filstore.devnet.actors.runtime.Limits;
import io.filstore.devnet.chain.HeadView;
import java.math.BigInteger;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Questions about f05. */
final class MarketMethods implements MethodGroup {
  private static final String GONE =
      "deal %d not found - deal may not have completed sealing before deal proposal start epoch,"
          + " or deal may have been slashed";

  private final Tipsets tipsets;

  MarketMethods(NodeView node) {
    this.tipsets = new Tipsets(node);
  }

  @Override
  public List<RpcMethod> methods() {
    return List.of(
        read("StateMarketDeals", 1, this::deals),
        read("StateMarketStorageDeal", 2, this::deal),
        read("StateMarketProposalPending", 2, this::pending),
        read("StateMarketBalance", 2, this::balance),
        read("StateDealProviderCollateralBounds", 3, this::bounds));
  }

  private Result deals(Params params) {
    HeadView view = tipsets.at(params, 0);
    return out -> writeDeals(view, out);
  }

  /** Writes the map deal by deal, so that its size never matters. */
  static void writeDeals(HeadView view, JsonGenerator out) {
    out.writeStartObject();
    for (Deal deal : view.state().market().deals()) {
      out.writeName(Long.toString(deal.id()));
      Result.of(DealJson.of(deal)).write(out);
    }
    out.writeEndObject();
  }

  private Result deal(Params params) {
    long id = params.integer(0, "*abi.DealID");
    return tipsets
        .at(params, 1)
        .state()
        .market()
        .deal(id)
        .map(deal -> Result.of(DealJson.of(deal)))
        .orElseThrow(() -> RpcException.application(GONE.formatted(id)));
  }

  private Result pending(Params params) {
    HeadView view = tipsets.at(params, 1);
    return Result.of(view.state().market().pending(params.cid(0)).isPresent());
  }

  private Result balance(Params params) {
    HeadView view = tipsets.at(params, 1);
    long party = Tipsets.actorId(view, params.address(0));
    Escrow escrow = view.state().market().escrow();
    return Result.of(
        LotusJson.object()
            .put("Escrow", LotusJson.big(escrow.held(party)))
            .put("Locked", LotusJson.big(escrow.locked(party))));
  }

  /** The verified flag changes nothing, as on the real network. */
  private Result bounds(Params params) {
    long size = params.integer(0, "*abi.PaddedPieceSize");
    params.bool(1);
    tipsets.at(params, 2);
    if (Long.bitCount(size) != 1 || size < 128) {
      throw RpcException.application("invalid piece size " + size);
    }
    BigInteger min = Limits.minProviderCollateral(size);
    BigInteger withMargin = min.multiply(BigInteger.valueOf(110)).divide(BigInteger.valueOf(100));
    return Result.of(
        LotusJson.object()
            .put("Min", LotusJson.big(withMargin))
            .put("Max", LotusJson.big(Limits.TOTAL_FIL)));
  }
}
