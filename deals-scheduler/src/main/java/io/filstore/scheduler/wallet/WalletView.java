package io.filstore.scheduler.wallet;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A wallet as other services see it; the chain's figures are absent while the chain does not
 * answer.
 *
 * @param chainError why they are absent
 */
record WalletView(
    String address,
    @Nullable Long actorId,
    @Nullable Amount balance,
    @Nullable Market market,
    Datacap datacap,
    @Nullable String chainError) {

  record Amount(String value, String unit) {
    static Amount of(io.filstore.filecoin.AttoFil amount) {
      return new Amount(amount.toString(), "attoFIL");
    }
  }

  record Market(Amount escrow, Amount locked, Amount available) {}

  /** Bytes: spendable = on chain - reserved; spent is what our deals have taken so far. */
  record Datacap(
      @Nullable BigInteger onChain, long reserved, @Nullable BigInteger spendable, long spent) {}
}
