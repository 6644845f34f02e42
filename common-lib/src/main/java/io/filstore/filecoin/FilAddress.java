package io.filstore.filecoin;

import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Varint;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A Filecoin address of any protocol. Equal by bytes; the letter {@code f} or {@code t} in front of
 * the text says nothing about the address (go-address, FIP-0048 for protocol 4).
 */
public final class FilAddress {

  /** The kinds of address, in the order of their protocol byte. */
  public enum Protocol {
    ID,
    SECP256K1,
    ACTOR,
    BLS,
    DELEGATED
  }

  /** The storage market, f05. */
  public static final FilAddress MARKET = id(5);

  /** The verified registry, f06. */
  public static final FilAddress VERIFREG = id(6);

  /** The DataCap token, f07. */
  public static final FilAddress DATACAP = id(7);

  /** Longest address in bytes: protocol, namespace of up to 9 bytes, 54 bytes of sub-address. */
  static final int MAX_BYTES = 64;

  private static final int HASH = 20;
  private static final int UNCOMPRESSED_KEY = 65;
  private static final int BLS_KEY = 48;
  private static final int MAX_SUBADDRESS = 54;
  private static final long ETH_NAMESPACE = 10;

  private final byte[] bytes;

  private FilAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads the text form, with either network letter.
   *
   * @throws FormatException for an unknown network or protocol, a wrong length, a foreign
   *     character, non-canonical bits or a wrong checksum
   */
  public static FilAddress parse(String text) {
    return AddressText.parse(text);
  }

  /**
   * Reads the binary form.
   *
   * @throws FormatException if the protocol is unknown or the payload does not fit it
   */
  public static FilAddress fromBytes(byte[] bytes) {
    if (bytes.length < 2 || bytes.length > MAX_BYTES) {
      throw new FormatException(
          "address is %d bytes, must be 2 to %d".formatted(bytes.length, MAX_BYTES));
    }
    if (bytes[0] < 0 || bytes[0] >= Protocol.values().length) {
      throw new FormatException("unknown address protocol " + (bytes[0] & 0xff));
    }
    int payload = bytes.length - 1;
    switch (Protocol.values()[bytes[0]]) {
      case ID -> requireOneVarint(ByteBuffer.wrap(bytes, 1, payload));
      case SECP256K1, ACTOR -> requireLength(payload, HASH);
      case BLS -> requireLength(payload, BLS_KEY);
      case DELEGATED -> requireSubAddress(ByteBuffer.wrap(bytes, 1, payload));
    }
    return new FilAddress(bytes.clone());
  }

  /**
   * The address of an actor by number.
   *
   * @param actorId 63 bits
   */
  public static FilAddress id(long actorId) {
    return withNumber(Protocol.ID, actorId, new byte[0]);
  }

  /**
   * The address of a secp256k1 key.
   *
   * @param uncompressedKey 65 bytes beginning with 4
   */
  public static FilAddress secp256k1(byte[] uncompressedKey) {
    if (uncompressedKey.length != UNCOMPRESSED_KEY || uncompressedKey[0] != 4) {
      throw new IllegalArgumentException(
          "an uncompressed secp256k1 key is 65 bytes beginning with 4, this is "
              + uncompressedKey.length);
    }
    return of(Protocol.SECP256K1, Blake2b.hash(HASH, uncompressedKey));
  }

  /** The address of a BLS key of 48 bytes. */
  public static FilAddress bls(byte[] publicKey) {
    if (publicKey.length != BLS_KEY) {
      throw new IllegalArgumentException("a BLS key is 48 bytes, this is " + publicKey.length);
    }
    return of(Protocol.BLS, publicKey);
  }

  /** The f410 address of an Ethereum address of 20 bytes. */
  public static FilAddress ethereum(byte[] ethAddress) {
    if (ethAddress.length != HASH) {
      throw new IllegalArgumentException(
          "an Ethereum address is 20 bytes, this is " + ethAddress.length);
    }
    return delegated(ETH_NAMESPACE, ethAddress);
  }

  /** An f4 address in the namespace of the actor with that number. */
  public static FilAddress delegated(long namespace, byte[] subAddress) {
    return fromBytes(withNumber(Protocol.DELEGATED, namespace, subAddress).bytes);
  }

  /** The kind of address. */
  public Protocol protocol() {
    return Protocol.values()[bytes[0]];
  }

  /**
   * The actor's number.
   *
   * @throws IllegalStateException unless this is an f0 address
   */
  public long actorId() {
    if (protocol() != Protocol.ID) {
      throw new IllegalStateException(this + " is not an ID address");
    }
    return Varint.read(ByteBuffer.wrap(bytes, 1, bytes.length - 1));
  }

  /** The binary form: protocol byte and payload. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Key hash, key or sub-address: everything behind the protocol byte. */
  byte[] payload() {
    return Arrays.copyOfRange(bytes, 1, bytes.length);
  }

  /** The text form with the letter of that network. */
  public String toString(NetworkPrefix prefix) {
    return AddressText.format(this, prefix);
  }

  /** The text form with {@code f}. */
  @Override
  public String toString() {
    return toString(NetworkPrefix.MAIN);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FilAddress that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  private static FilAddress of(Protocol protocol, byte[] payload) {
    byte[] bytes = new byte[1 + payload.length];
    bytes[0] = (byte) protocol.ordinal();
    System.arraycopy(payload, 0, bytes, 1, payload.length);
    return new FilAddress(bytes);
  }

  private static FilAddress withNumber(Protocol protocol, long number, byte[] rest) {
    ByteBuffer payload = ByteBuffer.allocate(Varint.length(number) + rest.length);
    Varint.put(payload, number);
    return of(protocol, payload.put(rest).array());
  }

  private static void requireOneVarint(ByteBuffer payload) {
    long id = Varint.read(payload);
    if (payload.hasRemaining()) {
      throw new FormatException(
          "%d bytes follow the actor id %d".formatted(payload.remaining(), id));
    }
  }

  private static void requireSubAddress(ByteBuffer payload) {
    Varint.read(payload);
    if (payload.remaining() > MAX_SUBADDRESS) {
      throw new FormatException(
          "sub-address is %d bytes, at most %d".formatted(payload.remaining(), MAX_SUBADDRESS));
    }
  }

  private static void requireLength(int length, int expected) {
    if (length != expected) {
      throw new FormatException(
          "address payload is %d bytes, must be %d".formatted(length, expected));
    }
  }
}
