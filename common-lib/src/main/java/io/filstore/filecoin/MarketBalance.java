package io.filstore.filecoin;

import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.FormatException;

/** The market's messages that move funds into and out of a party's escrow. */
public final class MarketBalance {

  /** Method number of AddBalance; the amount is the value of the message. */
  public static final long ADD = 2;

  /** Method number of WithdrawBalance. */
  public static final long WITHDRAW = 3;

  private MarketBalance() {}

  /** Parameters of AddBalance: the bare address whose escrow grows. */
  public static byte[] addParams(FilAddress owner) {
    return new CborWriter().bytes(owner.bytes()).toBytes();
  }

  /**
   * Reads parameters of AddBalance.
   *
   * @throws FormatException for other bytes
   */
  public static FilAddress decodeAdd(byte[] cbor) {
    return ChainCbor.decode(cbor, ChainCbor::address);
  }

  /** What WithdrawBalance asks for. */
  public record Withdrawal(FilAddress owner, AttoFil amount) {}

  /** Parameters of WithdrawBalance: a tuple of two. */
  public static byte[] withdrawParams(FilAddress owner, AttoFil amount) {
    return new CborWriter().array(2).bytes(owner.bytes()).bytes(amount.cborBytes()).toBytes();
  }

  /**
   * Reads parameters of WithdrawBalance.
   *
   * @throws FormatException for other bytes
   */
  public static Withdrawal decodeWithdraw(byte[] cbor) {
    return ChainCbor.decode(
        cbor,
        in -> {
          in.array(2);
          return new Withdrawal(ChainCbor.address(in), ChainCbor.amount(in));
        });
  }
}
