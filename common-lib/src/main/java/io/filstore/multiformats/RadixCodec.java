package io.filstore.multiformats;

import java.util.Arrays;

/**
 * Bases that are not a power of two (58, 36): the bytes are one big number, leading zero bytes are
 * leading zero characters. Work grows with the square of the length, therefore it is limited.
 */
final class RadixCodec implements BaseCodec {
  static final int MAX_CHARACTERS = 4096;

  private final Alphabet alphabet;

  RadixCodec(String characters) {
    this.alphabet = new Alphabet(characters);
  }

  @Override
  public String encode(byte[] bytes) {
    int zeros = 0;
    while (zeros < bytes.length && bytes[zeros] == 0) {
      zeros++;
    }
    byte[] digits = convert(Arrays.copyOfRange(bytes, zeros, bytes.length), 256, alphabet.size());
    StringBuilder text = new StringBuilder(zeros + digits.length);
    text.repeat(alphabet.character(0), zeros);
    for (byte digit : digits) {
      text.append(alphabet.character(digit));
    }
    return text.toString();
  }

  @Override
  public byte[] decode(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw new FormatException(
          "text of %d characters, at most %d in base %d"
              .formatted(text.length(), MAX_CHARACTERS, alphabet.size()));
    }
    int zeros = 0;
    while (zeros < text.length() && text.charAt(zeros) == alphabet.character(0)) {
      zeros++;
    }
    byte[] digits = new byte[text.length() - zeros];
    for (int i = 0; i < digits.length; i++) {
      digits[i] = (byte) alphabet.value(text, zeros + i);
    }
    byte[] number = convert(digits, alphabet.size(), 256);
    byte[] bytes = new byte[zeros + number.length];
    System.arraycopy(number, 0, bytes, zeros, number.length);
    return bytes;
  }

  /** Big-endian digits of base {@code from}, without leading zeros, in base {@code to}. */
  private static byte[] convert(byte[] digits, int from, int to) {
    // No base here is below 16, so two digits hold any byte.
    byte[] out = new byte[to < from ? digits.length * 2 : digits.length];
    int used = 0;
    for (byte digit : digits) {
      int carry = digit & 0xff;
      int i = 0;
      for (; i < used || carry > 0; i++) {
        carry += (out[out.length - 1 - i] & 0xff) * from;
        out[out.length - 1 - i] = (byte) (carry % to);
        carry /= to;
      }
      used = i;
    }
    return Arrays.copyOfRange(out, out.length - used, out.length);
  }
}
