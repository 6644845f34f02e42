package io.filstore.devnet.actors;

import io.filstore.devnet.actors.account.Account;
import io.filstore.devnet.actors.runtime.ActorException;
import io.filstore.devnet.actors.runtime.Call;
import io.filstore.devnet.actors.runtime.ExitCode;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Message;

/** Finds the actor that a message is for. */
final class Methods {
  private static final byte[] NOTHING = new byte[0];

  private final WorldState state;

  Methods(WorldState state) {
    this.state = state;
  }

  /** Runs the method on the state; answers the return value, empty for none. */
  byte[] invoke(Call call, Message message) {
    FilAddress to = message.to();
    if (message.method() == 0) {
      return send(call, to);
    }
    if (to.equals(FilAddress.MARKET)) {
      return new MarketMethods(state).invoke(call, message.method(), message.params());
    }
    if (to.equals(FilAddress.VERIFREG)) {
      return new RegistryMethods(state).invoke(call, message.method(), message.params());
    }
    if (to.equals(FilAddress.DATACAP)) {
      return new DataCapMethods(state).invoke(call, message.method(), message.params());
    }
    if (to.protocol() == FilAddress.Protocol.ID && state.miners().find(to.actorId()).isPresent()) {
      return new MinerMethods(state).invoke(call, to.actorId(), message.method(), message.params());
    }
    throw unhandled(to, message.method());
  }

  private byte[] send(Call call, FilAddress to) {
    boolean key = to.protocol() != FilAddress.Protocol.ID;
    long receiver =
        key
            ? state.accounts().ofKey(to).id()
            : state
                .accounts()
                .find(to)
                .map(Account::id)
                .orElseThrow(() ->
                    new ActorException(ExitCode.SYS_INVALID_RECEIVER, "no account behind " + to));
    state.accounts().credit(receiver, call.value());
    return NOTHING;
  }

  static ActorException unhandled(FilAddress to, long method) {
    return new ActorException(
        ExitCode.UNHANDLED_MESSAGE, "the devnet's %s has no method %d".formatted(to, method));
  }
}
