package io.filstore.scheduler.budget;

import io.filstore.filecoin.DatacapTransfer;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Message;
import java.math.BigInteger;

/**
 * The most that a message can cost.
 *
 * @param attoFil its value, and its gas limit times the fee cap
 * @param datacapBytes what it transfers to the verified registry
 */
public record Spend(BigInteger attoFil, long datacapBytes) {

  /** Of a message whose gas is filled in. */
  public static Spend of(Message message) {
    BigInteger gas = message.gasFeeCap().times(message.gasLimit()).atto();
    return new Spend(message.value().atto().add(gas), datacap(message));
  }

  private static long datacap(Message message) {
    boolean transfer =
        message.to().equals(FilAddress.DATACAP) && message.method() == DatacapTransfer.METHOD;
    return transfer
        ? DatacapTransfer.decodeParams(message.params())
            .amount()
            .atto()
            .divide(DatacapTransfer.UNITS_PER_BYTE)
            .longValueExact()
        : 0;
  }
}
