package io.filstore.filecoin;

import io.filstore.multiformats.FormatException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A signature as it stands in deals and messages.
 *
 * @param type which kind of key signed
 * @param data secp256k1 and delegated: r, s and recovery id, 65 bytes; BLS: 96 bytes
 */
public record Signature(Type type, byte[] data) {

  private static final int MAX_BYTES = 200;

  /** The kinds of signature; the code is the byte in front of the data. */
  public enum Type {
    SECP256K1(1),
    BLS(2),
    DELEGATED(3);

    private final int code;

    Type(int code) {
      this.code = code;
    }

    /** The number in CBOR and in JSON. */
    public int code() {
      return code;
    }

    /**
     * The kind of that number.
     *
     * @throws FormatException for a number that is not 1, 2 or 3
     */
    public static Type of(int code) {
      for (Type type : values()) {
        if (type.code == code) {
          return type;
        }
      }
      throw new FormatException("signature type is " + code + ", must be 1, 2 or 3");
    }
  }

  public Signature {
    data = data.clone();
  }

  /**
   * Reads type byte and data.
   *
   * @throws FormatException for an unknown type or more than 200 bytes
   */
  public static Signature fromBytes(byte[] bytes) {
    if (bytes.length == 0 || bytes.length > MAX_BYTES) {
      throw new FormatException(
          "signature is %d bytes, must be 1 to %d".formatted(bytes.length, MAX_BYTES));
    }
    return new Signature(Type.of(bytes[0] & 0xff), Arrays.copyOfRange(bytes, 1, bytes.length));
  }

  /** The type byte and the data. */
  public byte[] bytes() {
    byte[] bytes = new byte[1 + data.length];
    bytes[0] = (byte) type.code;
    System.arraycopy(data, 0, bytes, 1, data.length);
    return bytes;
  }

  /** A copy of the data, without the type. */
  @Override
  public byte[] data() {
    return data.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Signature that && type == that.type && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return type + ":" + HexFormat.of().formatHex(data);
  }
}
