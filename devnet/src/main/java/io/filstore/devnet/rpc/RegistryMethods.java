package io.filstore.devnet.rpc;

import static io.filstore.devnet.rpc.RpcMethod.read;

import io.filstore.devnet.actors.market.Deal;
import io.filstore.devnet.actors.verifreg.Allocation;
import io.filstore.devnet.actors.verifreg.Claim;
import io.filstore.devnet.chain.HeadView;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Questions about f06 and f07. */
final class RegistryMethods implements MethodGroup {
  private final Tipsets tipsets;

  RegistryMethods(NodeView node) {
    this.tipsets = new Tipsets(node);
  }

  @Override
  public List<RpcMethod> methods() {
    return List.of(
        read("StateVerifiedClientStatus", 2, this::dataCap),
        read("StateVerifierStatus", 2, this::verifier),
        read("StateGetAllocation", 3, this::allocation),
        read("StateGetAllocations", 2, this::allocations),
        read("StateGetAllocationForPendingDeal", 2, this::allocationOfDeal),
        read("StateGetAllocationIdForPendingDeal", 2, this::allocationIdOfDeal),
        read("StateGetClaim", 3, this::claim),
        read("StateGetClaims", 2, this::claims));
  }

  private Result dataCap(Params params) {
    HeadView view = tipsets.at(params, 1);
    long client = Tipsets.actorId(view, params.address(0));
    BigInteger bytes = view.state().dataCap().balance(client);
    return bytes.signum() == 0 ? Result.nothing() : Result.of(LotusJson.big(bytes));
  }

  private Result verifier(Params params) {
    Tipsets.actorId(tipsets.at(params, 1), params.address(0));
    return Result.nothing();
  }

  private Result allocation(Params params) {
    HeadView view = tipsets.at(params, 2);
    long client = Tipsets.actorId(view, params.address(0));
    return orNull(
        view.state()
            .registry()
            .allocation(params.integer(1, "*verifreg.AllocationId"))
            .filter(a -> a.client() == client)
            .map(RegistryMethods::json));
  }

  private Result allocations(Params params) {
    HeadView view = tipsets.at(params, 1);
    long client = Tipsets.actorId(view, params.address(0));
    ObjectNode all = LotusJson.object();
    view.state().registry().allocations().stream()
        .filter(a -> a.client() == client)
        .forEach(a -> all.set(Long.toString(a.id()), json(a)));
    return Result.of(all);
  }

  private Result allocationOfDeal(Params params) {
    HeadView view = tipsets.at(params, 1);
    return orNull(
        view.state().registry().allocation(allocationId(view, params)).map(RegistryMethods::json));
  }

  private Result allocationIdOfDeal(Params params) {
    return Result.of(allocationId(tipsets.at(params, 1), params));
  }

  private static long allocationId(HeadView view, Params params) {
    return view.state()
        .market()
        .deal(params.integer(0, "*abi.DealID"))
        .filter(deal -> !deal.state().isActive())
        .map(Deal::allocation)
        .orElse(0L);
  }

  private Result claim(Params params) {
    HeadView view = tipsets.at(params, 2);
    long provider = Tipsets.actorId(view, params.address(0));
    return orNull(
        view.state()
            .registry()
            .claim(params.integer(1, "*verifreg.ClaimId"))
            .filter(c -> c.provider() == provider)
            .map(RegistryMethods::json));
  }

  private Result claims(Params params) {
    HeadView view = tipsets.at(params, 1);
    long provider = Tipsets.actorId(view, params.address(0));
    ObjectNode all = LotusJson.object();
    view.state().registry().claims().stream()
        .filter(c -> c.provider() == provider)
        .forEach(c -> all.set(Long.toString(c.id()), json(c)));
    return Result.of(all);
  }

  private static Result orNull(Optional<ObjectNode> found) {
    return found.map(Result::of).orElseGet(Result::nothing);
  }

  private static ObjectNode json(Allocation a) {
    ObjectNode json = LotusJson.object().put("Client", a.client()).put("Provider", a.provider());
    json.set("Data", LotusJson.cid(a.data()));
    return json.put("Size", a.size())
        .put("TermMin", a.termMin())
        .put("TermMax", a.termMax())
        .put("Expiration", a.expiration());
  }

  private static ObjectNode json(Claim c) {
    ObjectNode json = LotusJson.object().put("Provider", c.provider()).put("Client", c.client());
    json.set("Data", LotusJson.cid(c.data()));
    return json.put("Size", c.size())
        .put("TermMin", c.termMin())
        .put("TermMax", c.termMax())
        .put("TermStart", c.termStart())
        .put("Sector", c.sector());
  }
}
