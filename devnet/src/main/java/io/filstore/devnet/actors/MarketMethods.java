package io.filstore.devnet.actors;

import io.filstore.devnet.actors.market.Publish;
import io.filstore.devnet.actors.miner.Miner;
import io.filstore.devnet.actors.runtime.ActorException;
import io.filstore.devnet.actors.runtime.Call;
import io.filstore.devnet.actors.runtime.ExitCode;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.ClientDealProposal;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.MarketBalance;
import io.filstore.filecoin.PublishStorageDeals;
import io.filstore.ipld.CborWriter;
import java.math.BigInteger;
import java.util.List;

/** Methods of f05, under their old numbers and those of FRC-42. */
final class MarketMethods {
  private static final long ADD_EXPORTED = 822473126L;
  private static final long WITHDRAW_EXPORTED = 2280458852L;
  private static final byte[] NOTHING = new byte[0];

  private final WorldState state;

  MarketMethods(WorldState state) {
    this.state = state;
  }

  byte[] invoke(Call call, long method, byte[] params) {
    if (method == MarketBalance.ADD || method == ADD_EXPORTED) {
      return addBalance(call, params);
    }
    if (method == MarketBalance.WITHDRAW || method == WITHDRAW_EXPORTED) {
      return withdraw(call, params);
    }
    if (method == PublishStorageDeals.METHOD || method == PublishStorageDeals.METHOD_EXPORTED) {
      return publish(call, params);
    }
    throw Methods.unhandled(FilAddress.MARKET, method);
  }

  private byte[] addBalance(Call call, byte[] params) {
    if (call.value().signum() <= 0) {
      throw new ActorException(
          ExitCode.ILLEGAL_ARGUMENT, "balance to add must be greater than zero");
    }
    long party = party(MarketBalance.decodeAdd(params));
    state.market().addBalance(party, call.value());
    return NOTHING;
  }

  private byte[] withdraw(Call call, byte[] params) {
    MarketBalance.Withdrawal asked = MarketBalance.decodeWithdraw(params);
    long party = party(asked.owner());
    long receiver = state.miners().find(party).map(Miner::owner).orElse(party);
    boolean allowed =
        call.caller() == receiver
            || state.miners().find(party).map(m -> m.worker() == call.caller()).orElse(false);
    if (!allowed) {
      throw new ActorException(
          ExitCode.FORBIDDEN, "caller f0%d may not withdraw".formatted(call.caller()));
    }
    BigInteger amount = state.market().withdraw(party, asked.amount().atto());
    state.accounts().credit(receiver, amount);
    return new CborWriter().bytes(new AttoFil(amount).cborBytes()).toBytes();
  }

  private long party(FilAddress address) {
    return state
        .resolve(address)
        .orElseThrow(
            () -> new ActorException(ExitCode.ILLEGAL_ARGUMENT, "no actor behind " + address));
  }

  private byte[] publish(Call call, byte[] params) {
    List<ClientDealProposal> batch = PublishStorageDeals.decodeParams(params);
    if (!batch.isEmpty()) {
      requireWorker(call, batch.getFirst().proposal().provider());
    }
    Publish publish =
        new Publish(state.accounts(), state.dataCap(), state.registry(), state.market());
    PublishStorageDeals.Return published = publish.run(call, batch);
    return published.cbor();
  }

  private void requireWorker(Call call, FilAddress provider) {
    boolean worker =
        state.resolve(provider).stream()
            .boxed()
            .flatMap(id -> state.miners().find(id).stream())
            .anyMatch(miner -> miner.worker() == call.caller());
    if (!worker) {
      throw new ActorException(
          ExitCode.FORBIDDEN,
          "caller f0%d is not worker or control address of provider %s"
              .formatted(call.caller(), provider));
    }
  }
}
