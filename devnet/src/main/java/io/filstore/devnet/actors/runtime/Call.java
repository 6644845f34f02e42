package io.filstore.devnet.actors.runtime;

import java.math.BigInteger;
import java.util.List;

/**
 * One call of an actor method.
 *
 * @param caller actor id of the sender
 * @param epoch epoch the message executes in
 * @param value attoFIL sent along
 * @param limits the network's policy
 * @param events filled by the actor, kept only when the message succeeds
 */
public record Call(
    long caller, long epoch, BigInteger value, Limits limits, List<ActorEvent> events) {

  public void emit(ActorEvent event) {
    events.add(event);
  }
}
