package io.filstore.devnet.actors.account;

import io.filstore.filecoin.FilAddress;
import java.math.BigInteger;

/**
 * A key account.
 *
 * @param id actor id
 * @param key f1 or f3 address
 * @param balance attoFIL
 * @param nonce of the next message
 */
public record Account(long id, FilAddress key, BigInteger balance, long nonce) {
  Account withBalance(BigInteger changed) {
    return new Account(id, key, changed, nonce);
  }

  Account withNonce(long changed) {
    return new Account(id, key, balance, changed);
  }
}
