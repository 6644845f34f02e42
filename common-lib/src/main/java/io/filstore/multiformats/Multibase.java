package io.filstore.multiformats;

/**
 * The multibase encodings in use (multiformats/multibase). Letter case is part of the alphabet and
 * padding is not accepted, so a byte string has exactly one text per base.
 */
public enum Multibase {
  BASE16('f', new BitCodec("0123456789abcdef")),
  BASE16_UPPER('F', new BitCodec("0123456789ABCDEF")),
  BASE32('b', new BitCodec("abcdefghijklmnopqrstuvwxyz234567")),
  BASE32_UPPER('B', new BitCodec("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")),
  BASE36('k', new RadixCodec("0123456789abcdefghijklmnopqrstuvwxyz")),
  BASE58BTC('z', new RadixCodec("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")),
  BASE64('m', new BitCodec("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")),
  BASE64URL('u', new BitCodec("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"));

  private final char prefix;
  private final BaseCodec codec;

  Multibase(char prefix, BaseCodec codec) {
    this.prefix = prefix;
    this.codec = codec;
  }

  /** Text with the prefix of this base. */
  public String encode(byte[] bytes) {
    return prefix + codec.encode(bytes);
  }

  /** Text without a prefix, as Filecoin addresses and CIDv0 use it. */
  public String encodeRaw(byte[] bytes) {
    return codec.encode(bytes);
  }

  /**
   * Reads text without a prefix.
   *
   * @throws FormatException for a foreign character, padding or left-over bits
   */
  public byte[] decodeRaw(String text) {
    return codec.decode(text);
  }

  /**
   * Reads text with a prefix.
   *
   * @throws FormatException for an unknown prefix, a foreign character, padding or left-over bits
   */
  public static byte[] decode(String text) {
    if (text.isEmpty()) {
      throw new FormatException("multibase text is empty");
    }
    for (Multibase base : values()) {
      if (base.prefix == text.charAt(0)) {
        return base.codec.decode(text.substring(1));
      }
    }
    throw new FormatException(
        "multibase prefix U+%04X is not supported".formatted((int) text.charAt(0)));
  }
}
