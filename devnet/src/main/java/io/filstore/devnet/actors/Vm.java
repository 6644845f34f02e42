package io.filstore.devnet.actors;

import io.filstore.devnet.actors.account.Account;
import io.filstore.devnet.actors.runtime.ActorEvent;
import io.filstore.devnet.actors.runtime.ActorException;
import io.filstore.devnet.actors.runtime.Call;
import io.filstore.devnet.actors.runtime.ExitCode;
import io.filstore.devnet.actors.runtime.Limits;
import io.filstore.filecoin.Message;
import io.filstore.multiformats.FormatException;
import java.util.ArrayList;
import java.util.List;

/** Executes messages. A failed message costs its gas and its nonce and changes nothing else. */
public final class Vm {
  private final Limits limits;

  public Vm(Limits limits) {
    this.limits = limits;
  }

  public Limits limits() {
    return limits;
  }

  /**
   * Executes a message whose sender exists and whose nonce is the sender's next.
   *
   * @param epoch epoch of the tipset that holds the message
   */
  public Execution execute(WorldState before, Message message, long epoch) {
    WorldState charged = before.copy();
    Account sender = charged.accounts().find(message.from()).orElseThrow();
    long needed = Gas.used(message);
    long used = Math.min(needed, message.gasLimit());
    charged.accounts().useNonce(sender.id());
    charged.accounts().burn(sender.id(), Gas.charge(message, used));
    if (message.gasLimit() < needed) {
      String text = "out of gas: needs %d, limit %d".formatted(needed, message.gasLimit());
      return failed(charged, ExitCode.SYS_OUT_OF_GAS, used, text);
    }
    return invoke(charged, message, sender.id(), epoch, used);
  }

  private Execution invoke(
      WorldState charged, Message message, long sender, long epoch, long gasUsed) {
    WorldState after = charged.copy();
    List<ActorEvent> events = new ArrayList<>();
    Call call = new Call(sender, epoch, message.value().atto(), limits, events);
    try {
      after.accounts().debit(sender, call.value());
      byte[] returned = new Methods(after).invoke(call, message);
      Receipt receipt =
          new Receipt(ExitCode.OK, returned.length == 0 ? null : returned, gasUsed, null);
      return new Execution(after, receipt, List.copyOf(events));
    } catch (ActorException e) {
      return failed(charged, e.exitCode(), gasUsed, String.valueOf(e.getMessage()));
    } catch (FormatException | IllegalArgumentException e) {
      return failed(charged, ExitCode.SERIALIZATION, gasUsed, String.valueOf(e.getMessage()));
    }
  }

  private static Execution failed(WorldState state, ExitCode code, long gasUsed, String error) {
    return new Execution(state, new Receipt(code, null, gasUsed, error), List.of());
  }
}
