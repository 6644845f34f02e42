package io.filstore.client.chain;

import io.filstore.filecoin.Epoch;
import io.filstore.multiformats.Cid;

/**
 * The outcome of an executed message.
 *
 * @param message the executed message's CID; differs from the asked one when it was replaced by fee
 * @param exitCode 0 is success; 16 illegal argument, 18 forbidden, 19 insufficient funds, 20
 *     illegal state
 * @param returned the actor's return value, CBOR; empty when there is none
 * @param tipset where it executed, one after the tipset that includes it
 */
public record MessageReceipt(
    Cid message, long exitCode, byte[] returned, TipsetKey tipset, Epoch height) {

  public boolean succeeded() {
    return exitCode == 0;
  }
}
