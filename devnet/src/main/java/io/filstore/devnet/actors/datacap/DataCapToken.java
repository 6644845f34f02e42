package io.filstore.devnet.actors.datacap;

import io.filstore.devnet.actors.runtime.ActorException;
import io.filstore.devnet.actors.runtime.ExitCode;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/** DataCap balances in bytes; the token's 18 decimals exist in messages only. */
public final class DataCapToken {
  private final Map<Long, BigInteger> bytesOf;

  public DataCapToken() {
    this(new HashMap<>());
  }

  private DataCapToken(Map<Long, BigInteger> bytesOf) {
    this.bytesOf = bytesOf;
  }

  public DataCapToken copy() {
    return new DataCapToken(new HashMap<>(bytesOf));
  }

  /** Bytes held; zero and "no entry" are the same, as in the token's state. */
  public BigInteger balance(long holder) {
    return bytesOf.getOrDefault(holder, BigInteger.ZERO);
  }

  public void mint(long holder, BigInteger bytes) {
    bytesOf.merge(holder, bytes, BigInteger::add);
  }

  /**
   * Takes DataCap.
   *
   * @throws ActorException with INSUFFICIENT_FUNDS when the holder has less
   */
  public void burn(long holder, BigInteger bytes) {
    BigInteger held = balance(holder);
    if (held.compareTo(bytes) < 0) {
      throw new ActorException(
          ExitCode.INSUFFICIENT_FUNDS,
          "f0%d holds %s bytes of DataCap, %s are needed".formatted(holder, held, bytes));
    }
    if (held.equals(bytes)) {
      bytesOf.remove(holder);
    } else {
      bytesOf.put(holder, held.subtract(bytes));
    }
  }
}
