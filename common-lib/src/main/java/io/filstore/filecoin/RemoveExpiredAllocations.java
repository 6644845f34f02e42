package io.filstore.filecoin;

import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.FormatException;
import java.math.BigInteger;
import java.util.List;

/**
 * The message to f06 that gives the DataCap of expired allocations back to their client
 * (builtin-actors verifreg). Anybody may send it, and ids that are no longer there do no harm.
 */
public final class RemoveExpiredAllocations {

  /** Method number; 2421068268 is the same method by FRC-42. */
  public static final long METHOD = 8;

  private RemoveExpiredAllocations() {}

  /**
   * Parameters: a tuple of two.
   *
   * @param client actor id of the client
   * @param allocationIds none would mean every expired one
   */
  public static byte[] params(long client, List<Long> allocationIds) {
    CborWriter out = new CborWriter().array(2).uint(client).array(allocationIds.size());
    allocationIds.forEach(out::uint);
    return out.toBytes();
  }

  /**
   * Bytes of DataCap that came back, from the return value {@code [considered, results,
   * recovered]}.
   *
   * @throws FormatException for other bytes
   */
  public static BigInteger recovered(byte[] cbor) {
    return ChainCbor.decode(cbor, RemoveExpiredAllocations::read);
  }

  private static BigInteger read(CborReader in) {
    in.array(3);
    in.skip();
    in.skip();
    return ChainCbor.amount(in).atto();
  }
}
