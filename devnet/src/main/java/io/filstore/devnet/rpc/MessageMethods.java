package io.filstore.devnet.rpc;

import static io.filstore.devnet.rpc.RpcMethod.read;

import io.filstore.devnet.actors.Receipt;
import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.MessageLookup;
import io.filstore.devnet.chain.TipsetIds;
import io.filstore.multiformats.Cid;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Messages after they were sent. */
final class MessageMethods implements MethodGroup {
  private final Chain chain;
  private final Tipsets tipsets;

  MessageMethods(NodeView node) {
    this.chain = node.chain();
    this.tipsets = new Tipsets(node);
  }

  @Override
  public List<RpcMethod> methods() {
    return List.of(
        read("StateSearchMsg", 4, this::search),
        read("ChainGetMessage", 1, this::message),
        read("MpoolPending", 1, this::pending));
  }

  /** Finds the very message asked for; one that replaced it by a higher fee is not followed. */
  private Result search(Params params) {
    long from = tipsets.heightOf(params, 0);
    Cid cid = params.cid(1);
    long lookback = params.integer(2, "*abi.ChainEpoch");
    params.bool(3);
    Optional<MessageLookup> found =
        chain
            .lookup(cid)
            .filter(m -> m.executedAt() <= from)
            .filter(m -> lookback < 0 || from - m.executedAt() <= lookback);
    return found.map(m -> Result.of(json(m))).orElseGet(Result::nothing);
  }

  private ObjectNode json(MessageLookup m) {
    ObjectNode json = LotusJson.object();
    json.set("Message", LotusJson.cid(m.signed().cid()));
    json.set("Receipt", receipt(m));
    json.putNull("ReturnDec");
    json.set("TipSet", LotusJson.tipsetKey(chain.tipsets().at(m.executedAt())));
    return json.put("Height", m.executedAt());
  }

  private static ObjectNode receipt(MessageLookup m) {
    Receipt receipt = m.receipt();
    ObjectNode json = LotusJson.object().put("ExitCode", receipt.exitCode().value());
    json.set("Return", LotusJson.bytes(receipt.returned()));
    json.put("GasUsed", receipt.gasUsed());
    if (m.events().isEmpty()) {
      return json.putNull("EventsRoot");
    }
    json.set("EventsRoot", LotusJson.cid(TipsetIds.hash(m.signed().cid().bytes())));
    return json;
  }

  private Result message(Params params) {
    Cid cid = params.cid(0);
    return chain
        .lookup(cid)
        .map(m -> Result.of(LotusJson.message(m.signed().message())))
        .orElseThrow(() -> RpcException.application("ipld: could not find " + cid));
  }

  private Result pending(Params params) {
    tipsets.heightOf(params, 0);
    ArrayNode all = LotusJson.array();
    chain.pending().forEach(m -> all.add(SignedMessageJson.of(m)));
    return Result.of(all);
  }
}
