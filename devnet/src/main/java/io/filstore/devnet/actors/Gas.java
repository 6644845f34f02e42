package io.filstore.devnet.actors;

import io.filstore.filecoin.Message;
import java.math.BigInteger;

/** A price list simple enough to explain: a base, and something per byte of parameters. */
public final class Gas {
  /** attoFIL per unit; constant, the devnet is never congested. */
  public static final BigInteger BASE_FEE = BigInteger.valueOf(100);

  private static final long SEND = 500_000;
  private static final long CALL = 20_000_000;
  private static final long PER_BYTE = 1_300;

  private Gas() {}

  /** Units that a message uses, whatever its outcome. */
  public static long used(Message message) {
    return (message.method() == 0 ? SEND : CALL) + PER_BYTE * message.params().length;
  }

  /** attoFIL charged for the units used. */
  static BigInteger charge(Message message, long used) {
    BigInteger tip =
        message
            .gasPremium()
            .atto()
            .min(message.gasFeeCap().atto().subtract(BASE_FEE))
            .max(BigInteger.ZERO);
    return BASE_FEE.add(tip).multiply(BigInteger.valueOf(used));
  }
}
