package io.filstore.devnet.chain;

import io.filstore.devnet.actors.Receipt;
import io.filstore.devnet.actors.runtime.ActorEvent;
import io.filstore.filecoin.SignedMessage;
import java.util.List;

/**
 * An executed message.
 *
 * @param includedAt height of the tipset that holds it
 * @param events what it emitted
 */
public record MessageLookup(
    SignedMessage signed, Receipt receipt, long includedAt, List<ActorEvent> events) {

  /** Height of the tipset in which its effect is visible: one after inclusion. */
  public long executedAt() {
    return includedAt + 1;
  }
}
