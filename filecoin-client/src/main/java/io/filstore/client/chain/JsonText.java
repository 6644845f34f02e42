package io.filstore.client.chain;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Where a text of a JSON document ends, for texts that a parser would skip without complaint. Each
 * method takes the offset behind the opening quote and returns that of the closing one, or {@link
 * StrangersDeal#UNKNOWN}; a zero byte ends every text.
 */
final class JsonText {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = ONES << 7;
  private static final int HEX_DIGITS = 4;

  private JsonText() {}

  /** A text of printable ASCII without escapes. */
  static int plain(byte[] bytes, int at) {
    if (at < 0) {
      return StrangersDeal.UNKNOWN;
    }
    int end = stop(bytes, at);
    return bytes[end] == '"' ? end : StrangersDeal.UNKNOWN;
  }

  /** Any text: with escapes, and in UTF-8. */
  static int any(byte[] bytes, int at) {
    int end = at;
    while (end >= 0) {
      end = stop(bytes, end);
      if (bytes[end] == '"') {
        return end;
      }
      end = bytes[end] == '\\' ? escape(bytes, end + 1) : wide(bytes, end);
    }
    return StrangersDeal.UNKNOWN;
  }

  /** The next byte that is a quote, a backslash, a control character or no ASCII. */
  private static int stop(byte[] bytes, int at) {
    int end = at;
    long stops = stops((long) WORD.get(bytes, end));
    while (stops == 0) {
      end += Long.BYTES;
      stops = stops((long) WORD.get(bytes, end));
    }
    return end + (Long.numberOfTrailingZeros(stops) >>> 3);
  }

  /**
   * The high bit of each byte to stop at. Bytes above the lowest one marked may be marked wrongly,
   * by a borrow.
   */
  private static long stops(long word) {
    long quote = word ^ (ONES * '"');
    long backslash = word ^ (ONES * '\\');
    long control = (word - ONES * ' ') & ~word;
    return (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | control | word) & HIGH;
  }

  private static int escape(byte[] bytes, int at) {
    return switch (bytes[at]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 1;
      case 'u' -> hex(bytes, at + 1);
      default -> StrangersDeal.UNKNOWN;
    };
  }

  private static int hex(byte[] bytes, int at) {
    for (int i = at; i < at + HEX_DIGITS; i++) {
      if (Character.digit(bytes[i], 16) < 0) {
        return StrangersDeal.UNKNOWN;
      }
    }
    return at + HEX_DIGITS;
  }

  /** A character of two to four bytes. */
  private static int wide(byte[] bytes, int at) {
    int lead = bytes[at] & 0xff;
    if (lead < 0xc2 || lead > 0xf4) {
      return StrangersDeal.UNKNOWN;
    }
    int end = at + (lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);
    for (int i = at + 1; i < end; i++) {
      if ((bytes[i] & 0xc0) != 0x80) {
        return StrangersDeal.UNKNOWN;
      }
    }
    return end;
  }
}
