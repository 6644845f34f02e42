package io.filstore.multiformats;

/** Bases of 16, 32 and 64 as in RFC 4648, without padding; left-over bits must be zero. */
final class BitCodec implements BaseCodec {
  private final Alphabet alphabet;
  private final int bits;

  BitCodec(String characters) {
    this.alphabet = new Alphabet(characters);
    this.bits = Integer.numberOfTrailingZeros(alphabet.size());
  }

  @Override
  public String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder((bytes.length * 8 + bits - 1) / bits);
    int pending = 0;
    int count = 0;
    for (byte b : bytes) {
      pending = (pending << 8) | (b & 0xff);
      count += 8;
      while (count >= bits) {
        count -= bits;
        text.append(alphabet.character((pending >>> count) & (alphabet.size() - 1)));
      }
      pending &= (1 << count) - 1;
    }
    if (count > 0) {
      text.append(alphabet.character(pending << (bits - count)));
    }
    return text.toString();
  }

  @Override
  public byte[] decode(String text) {
    byte[] bytes = new byte[(int) ((long) text.length() * bits / 8)];
    int pending = 0;
    int count = 0;
    int written = 0;
    for (int i = 0; i < text.length(); i++) {
      pending = (pending << bits) | alphabet.value(text, i);
      count += bits;
      if (count >= 8) {
        count -= 8;
        bytes[written++] = (byte) (pending >>> count);
        pending &= (1 << count) - 1;
      }
    }
    if (count >= bits) {
      throw new FormatException("text of " + text.length() + " characters has one too many");
    }
    if (pending != 0) {
      throw new FormatException("the last character carries bits that belong to no byte");
    }
    return bytes;
  }
}
