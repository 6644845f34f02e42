package io.filstore.filecoin;

import io.filstore.filecoin.FilAddress.Protocol;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multibase;
import io.filstore.multiformats.Varint;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The text form of addresses: network letter, protocol digit, then a decimal number (0) or the
 * base32 of payload and checksum; protocol 4 puts its namespace and {@code f} in between.
 */
final class AddressText {

  private static final int CHECKSUM = 4;
  private static final int MAX_ID_DIGITS = 19;

  /** Protocol digit to sub-address of 54 bytes with checksum in base32, and a namespace. */
  private static final int MAX_TEXT = 120;

  private AddressText() {}

  static String format(FilAddress address, NetworkPrefix prefix) {
    String start = "" + prefix.letter() + address.protocol().ordinal();
    return switch (address.protocol()) {
      case ID -> start + address.actorId();
      case SECP256K1, ACTOR, BLS -> start + checked(address.payload(), address);
      case DELEGATED -> {
        ByteBuffer payload = ByteBuffer.wrap(address.payload());
        long namespace = Varint.read(payload);
        byte[] subAddress = new byte[payload.remaining()];
        payload.get(subAddress);
        yield start + namespace + "f" + checked(subAddress, address);
      }
    };
  }

  static FilAddress parse(String text) {
    if (text.length() < 3 || text.length() > MAX_TEXT) {
      throw new FormatException(
          "address text is %d characters, must be 3 to %d".formatted(text.length(), MAX_TEXT));
    }
    if (text.charAt(0) != 'f' && text.charAt(0) != 't') {
      throw new FormatException("unknown address network, the text must begin with f or t");
    }
    int protocol = text.charAt(1) - '0';
    if (protocol < 0 || protocol >= Protocol.values().length) {
      throw new FormatException("unknown address protocol, the second character must be 0 to 4");
    }
    String rest = text.substring(2);
    return switch (Protocol.values()[protocol]) {
      case ID -> FilAddress.id(number(rest));
      case SECP256K1, ACTOR, BLS -> parseChecked(new byte[] {(byte) protocol}, rest);
      case DELEGATED -> parseDelegated(rest);
    };
  }

  private static FilAddress parseDelegated(String text) {
    int end = text.indexOf('f');
    if (end < 1) {
      throw new FormatException("address of protocol 4 has no namespace followed by f");
    }
    long namespace = number(text.substring(0, end));
    ByteBuffer head = ByteBuffer.allocate(1 + Varint.length(namespace));
    head.put((byte) Protocol.DELEGATED.ordinal());
    Varint.put(head, namespace);
    return parseChecked(head.array(), text.substring(end + 1));
  }

  private static FilAddress parseChecked(byte[] head, String base32) {
    byte[] tail = Multibase.BASE32.decodeRaw(base32);
    if (tail.length < CHECKSUM) {
      throw new FormatException("address ends before its checksum");
    }
    byte[] bytes = Arrays.copyOf(head, head.length + tail.length - CHECKSUM);
    System.arraycopy(tail, 0, bytes, head.length, tail.length - CHECKSUM);
    FilAddress address = FilAddress.fromBytes(bytes);
    byte[] checksum = Arrays.copyOfRange(tail, tail.length - CHECKSUM, tail.length);
    if (!Arrays.equals(checksum, Blake2b.hash(CHECKSUM, bytes))) {
      throw new FormatException("address checksum is wrong");
    }
    return address;
  }

  private static String checked(byte[] shown, FilAddress address) {
    byte[] bytes = Arrays.copyOf(shown, shown.length + CHECKSUM);
    System.arraycopy(Blake2b.hash(CHECKSUM, address.bytes()), 0, bytes, shown.length, CHECKSUM);
    return Multibase.BASE32.encodeRaw(bytes);
  }

  /** A decimal number of 63 bits without leading zeros. */
  private static long number(String text) {
    boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
    boolean leadingZero = text.length() > 1 && text.charAt(0) == '0';
    if (!digits || leadingZero || text.length() > MAX_ID_DIGITS) {
      throw new FormatException("address number is not a plain decimal of at most 63 bits");
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new FormatException("address number does not fit 63 bits", e);
    }
  }
}
