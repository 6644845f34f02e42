package io.filstore.devnet.actors.market;

import io.filstore.devnet.actors.runtime.ActorException;
import io.filstore.devnet.actors.runtime.ExitCode;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/** Money held by f05 per actor id, and the part of it that is locked; attoFIL. */
public final class Escrow {
  private final Map<Long, BigInteger> held;
  private final Map<Long, BigInteger> locked;

  Escrow() {
    this(new HashMap<>(), new HashMap<>());
  }

  private Escrow(Map<Long, BigInteger> held, Map<Long, BigInteger> locked) {
    this.held = held;
    this.locked = locked;
  }

  Escrow copy() {
    return new Escrow(new HashMap<>(held), new HashMap<>(locked));
  }

  public BigInteger held(long party) {
    return held.getOrDefault(party, BigInteger.ZERO);
  }

  public BigInteger locked(long party) {
    return locked.getOrDefault(party, BigInteger.ZERO);
  }

  BigInteger available(long party) {
    return held(party).subtract(locked(party));
  }

  void add(long party, BigInteger amount) {
    held.merge(party, amount, BigInteger::add);
  }

  void lock(long party, BigInteger amount) {
    locked.merge(party, amount, BigInteger::add);
  }

  void unlock(long party, BigInteger amount) {
    locked.merge(party, amount.negate(), BigInteger::add);
  }

  /** Takes from what is free; throws INSUFFICIENT_FUNDS when that is less. */
  void take(long party, BigInteger amount) {
    if (available(party).compareTo(amount) < 0) {
      throw new ActorException(
          ExitCode.INSUFFICIENT_FUNDS,
          "f0%d has %s attoFIL free in escrow, %s are needed"
              .formatted(party, available(party), amount));
    }
    held.merge(party, amount.negate(), BigInteger::add);
  }

  /** Unlocks and destroys. */
  void burnLocked(long party, BigInteger amount) {
    unlock(party, amount);
    held.merge(party, amount.negate(), BigInteger::add);
  }

  /** Unlocks and hands over. */
  void payLocked(long from, long to, BigInteger amount) {
    burnLocked(from, amount);
    add(to, amount);
  }
}
