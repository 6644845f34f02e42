package io.filstore.devnet.provider;

import io.filstore.devnet.actors.Gas;
import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.Keys;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Message;
import io.filstore.filecoin.Secp256k1Key;
import io.filstore.filecoin.SignedMessage;
import java.math.BigInteger;

/** Signs a provider's messages with its worker key. */
final class Wallet {
  private static final AttoFil FEE_CAP = new AttoFil(BigInteger.valueOf(1_000));
  private static final AttoFil PREMIUM = new AttoFil(BigInteger.valueOf(100));

  private final Chain chain;
  private final Secp256k1Key key;

  Wallet(Chain chain, long miner) {
    this.chain = chain;
    this.key = Keys.worker(miner);
  }

  /** A message with the worker's next nonce; the caller sends it before asking for another. */
  SignedMessage sign(FilAddress to, long method, byte[] params) {
    Message draft =
        new Message(
            0,
            to,
            key.address(),
            chain.nextNonce(key.address()),
            AttoFil.ZERO,
            0,
            FEE_CAP,
            PREMIUM,
            method,
            params);
    return draft.withGas(Gas.used(draft), FEE_CAP, PREMIUM).sign(key);
  }

  /** The same message, signed with less gas than it needs. */
  SignedMessage starved(SignedMessage message) {
    long limit = message.message().gasLimit() - 1;
    return message.message().withGas(limit, FEE_CAP, PREMIUM).sign(key);
  }
}
