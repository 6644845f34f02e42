package io.filstore.devnet.rpc;

import static io.filstore.devnet.rpc.RpcMethod.read;
import static io.filstore.devnet.rpc.RpcMethod.write;

import io.filstore.devnet.actors.Execution;
import io.filstore.devnet.actors.account.Account;
import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.HeadView;
import io.filstore.devnet.chain.MpoolException;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Message;
import java.math.BigInteger;
import java.util.List;

/** Accounts and their messages. */
final class AccountMethods implements MethodGroup {
  private static final AttoFil FEE_CAP = new AttoFil(BigInteger.valueOf(1_500_000_000));
  private static final AttoFil PREMIUM = new AttoFil(BigInteger.valueOf(150_000));
  private static final long TRIAL_GAS = 10_000_000_000L;

  private final NodeView node;
  private final Chain chain;
  private final Tipsets tipsets;

  AccountMethods(NodeView node) {
    this.node = node;
    this.chain = node.chain();
    this.tipsets = new Tipsets(node);
  }

  @Override
  public List<RpcMethod> methods() {
    return List.of(
        read("StateLookupID", 2, this::lookupId),
        read("StateAccountKey", 2, this::accountKey),
        read("StateGetActor", 2, this::actor),
        read("WalletBalance", 1, this::balance),
        read("MpoolGetNonce", 1, this::nonce),
        write("MpoolPush", 1, this::push),
        read("GasEstimateMessageGas", 3, this::estimate));
  }

  private Result lookupId(Params params) {
    HeadView view = tipsets.at(params, 1);
    return Result.of(LotusJson.id(Tipsets.actorId(view, params.address(0))));
  }

  private Result accountKey(Params params) {
    HeadView view = tipsets.at(params, 1);
    return Result.of(LotusJson.address(account(view, params.address(0)).key()));
  }

  private static Account account(HeadView view, FilAddress address) {
    return view.state().accounts().find(address).orElseThrow(RpcException::actorNotFound);
  }

  private Result actor(Params params) {
    Account account = account(tipsets.at(params, 1), params.address(0));
    return Result.of(
        LotusJson.object()
            .put("Nonce", account.nonce())
            .put("Balance", LotusJson.big(account.balance()))
            .put("DelegatedAddress", LotusJson.address(account.key())));
  }

  private Result balance(Params params) {
    BigInteger balance =
        node.head()
            .state()
            .accounts()
            .find(params.address(0))
            .map(Account::balance)
            .orElse(BigInteger.ZERO);
    return Result.of(LotusJson.big(balance));
  }

  private Result nonce(Params params) {
    FilAddress sender = params.address(0);
    account(chain.head(), sender);
    return Result.of(chain.nextNonce(sender));
  }

  private Result push(Params params) {
    try {
      return Result.of(LotusJson.cid(chain.push(params.signedMessage(0))));
    } catch (MpoolException e) {
      throw RpcException.application(String.valueOf(e.getMessage()));
    }
  }

  private Result estimate(Params params) {
    Message asked = params.message(0);
    account(tipsets.at(params, 2), asked.from());
    Execution trial = chain.simulate(withGas(asked, TRIAL_GAS, FEE_CAP, PREMIUM));
    String error = trial.receipt().error();
    if (error != null) {
      throw RpcException.application(
          "estimating gas used: message execution failed (exit=[%s(%d)]): %s"
              .formatted(trial.receipt().exitCode(), trial.receipt().exitCode().value(), error));
    }
    long limit = trial.receipt().gasUsed() * 5 / 4;
    return Result.of(LotusJson.message(withGas(asked, limit, FEE_CAP, PREMIUM)));
  }

  private static Message withGas(Message m, long limit, AttoFil feeCap, AttoFil premium) {
    return new Message(
        m.version(),
        m.to(),
        m.from(),
        m.nonce(),
        m.value(),
        limit,
        feeCap,
        premium,
        m.method(),
        m.params());
  }
}
