package io.filstore.ipld;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HexFormat;

/** JSON text in the one form that dag-json writes, without knowledge of what may stand where. */
final class JsonOutput {
  /** Digits before the point up to which a float is written without an exponent (ECMA-262). */
  private static final int PLAIN_DIGITS = 21;

  private static final int PLAIN_ZEROS = 6;

  private final StringBuilder text = new StringBuilder();

  void raw(String token) {
    text.append(token);
  }

  void raw(char mark) {
    text.append(mark);
  }

  byte[] toBytes() {
    return Utf8.encode(text.toString());
  }

  /** A string; only what JSON demands is escaped, in the shortest way. */
  void string(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> text.append('\\').append(c);
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < ' ') {
            text.append("\\u").append(HexFormat.of().toHexDigits(c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  /**
   * A finite float as ECMA-262 prints numbers (Number::toString), so as peers in JavaScript do,
   * with a decimal point where that would print an integer.
   */
  void float64(double value) {
    BigDecimal shortest = shortest(value);
    String digits = shortest.unscaledValue().abs().toString();
    int point = digits.length() - shortest.scale();
    if (Double.doubleToRawLongBits(value) < 0) {
      text.append('-');
    }
    if (point > PLAIN_DIGITS || point <= -PLAIN_ZEROS) {
      exponential(digits, point - 1);
    } else if (point <= 0) {
      text.append("0.").repeat('0', -point).append(digits);
    } else if (point >= digits.length()) {
      text.append(digits).repeat('0', point - digits.length()).append(".0");
    } else {
      text.append(digits, 0, point).append('.').append(digits, point, digits.length());
    }
  }

  private void exponential(String digits, int exponent) {
    text.append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append(exponent < 0 ? "e" : "e+").append(exponent);
  }

  /** The decimal of fewest digits that reads back as this float. */
  private static BigDecimal shortest(double value) {
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    // Java prints at least two digits, also where one would do, as in 4.9E-324.
    BigDecimal one = decimal.round(new MathContext(1));
    return one.doubleValue() == value ? one : decimal;
  }
}
