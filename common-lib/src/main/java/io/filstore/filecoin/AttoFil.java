package io.filstore.filecoin;

import io.filstore.multiformats.FormatException;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * An amount in attoFIL (10^-18 FIL), or in the base units of DataCap (10^-18 bytes).
 *
 * @param atto may be negative; at most 127 bytes of magnitude as on the chain
 */
public record AttoFil(BigInteger atto) implements Comparable<AttoFil> {

  public static final AttoFil ZERO = new AttoFil(BigInteger.ZERO);

  /** Longest big integer on the chain: sign byte and magnitude (go-state-types big). */
  private static final int MAX_BYTES = 128;

  private static final int MAX_DIGITS = 306;
  private static final BigInteger ATTO_PER_FIL = BigInteger.TEN.pow(18);

  /** Refuses amounts that no chain message can carry. */
  public AttoFil {
    if (atto.abs().bitLength() > (MAX_BYTES - 1) * Byte.SIZE) {
      throw new IllegalArgumentException(
          "amount has %d bits, at most %d"
              .formatted(atto.bitLength(), (MAX_BYTES - 1) * Byte.SIZE));
    }
  }

  /** That many attoFIL. */
  public static AttoFil of(long atto) {
    return new AttoFil(BigInteger.valueOf(atto));
  }

  /** That many whole FIL. */
  public static AttoFil ofFil(long fil) {
    return new AttoFil(BigInteger.valueOf(fil).multiply(ATTO_PER_FIL));
  }

  /**
   * Reads the decimal form of JSON-RPC, for example {@code "5936600000000000"}.
   *
   * @throws FormatException for anything but an optional minus sign and digits
   */
  public static AttoFil parse(String decimal) {
    int digits = decimal.startsWith("-") ? 1 : 0;
    boolean plain = decimal.chars().skip(digits).allMatch(c -> c >= '0' && c <= '9');
    if (!plain || decimal.length() == digits || decimal.length() - digits > MAX_DIGITS) {
      throw new FormatException(
          "amount is not a decimal number of at most " + MAX_DIGITS + " digits");
    }
    return checked(new BigInteger(decimal));
  }

  /**
   * Reads the content of the chain's byte string: nothing for zero, otherwise a sign byte and the
   * magnitude without leading zeros.
   *
   * @throws FormatException if it is longer than 128 bytes or not canonical
   */
  public static AttoFil fromCborBytes(byte[] bytes) {
    if (bytes.length == 0) {
      return ZERO;
    }
    boolean canonical = bytes.length >= 2 && bytes[1] != 0 && (bytes[0] == 0 || bytes[0] == 1);
    if (!canonical || bytes.length > MAX_BYTES) {
      throw new FormatException(
          "big integer of %d bytes is not canonical or longer than %d"
              .formatted(bytes.length, MAX_BYTES));
    }
    BigInteger magnitude = new BigInteger(1, Arrays.copyOfRange(bytes, 1, bytes.length));
    return new AttoFil(bytes[0] == 0 ? magnitude : magnitude.negate());
  }

  /** The content of the chain's byte string, without the CBOR head. */
  public byte[] cborBytes() {
    if (atto.signum() == 0) {
      return new byte[0];
    }
    byte[] magnitude = atto.abs().toByteArray();
    int start = magnitude[0] == 0 ? 1 : 0;
    byte[] bytes = new byte[1 + magnitude.length - start];
    bytes[0] = (byte) (atto.signum() < 0 ? 1 : 0);
    System.arraycopy(magnitude, start, bytes, 1, magnitude.length - start);
    return bytes;
  }

  public AttoFil plus(AttoFil other) {
    return new AttoFil(atto.add(other.atto));
  }

  public AttoFil minus(AttoFil other) {
    return new AttoFil(atto.subtract(other.atto));
  }

  public AttoFil times(long factor) {
    return new AttoFil(atto.multiply(BigInteger.valueOf(factor)));
  }

  /** -1, 0 or 1. */
  public int signum() {
    return atto.signum();
  }

  @Override
  public int compareTo(AttoFil other) {
    return atto.compareTo(other.atto);
  }

  /** Decimal attoFIL. */
  @Override
  public String toString() {
    return atto.toString();
  }

  private static AttoFil checked(BigInteger value) {
    try {
      return new AttoFil(value);
    } catch (IllegalArgumentException e) {
      throw new FormatException("amount does not fit 127 bytes", e);
    }
  }
}
