package io.filstore.cli.console;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A number of bytes as people write it: {@code 32GiB}, {@code 100MB}, {@code 1.5KiB}, {@code 4096}.
 *
 * @param bytes zero or more
 */
public record ByteSize(long bytes) {
  private static final Pattern TEXT =
      Pattern.compile("([0-9]{1,19}(?:\\.[0-9]{1,19})?) ?(?:([KkMGTP])(i?)B?|B)?");
  private static final String UNITS = "KMGTP";

  /** Reads an option's value. */
  public static final class Converter implements ITypeConverter<ByteSize> {
    @Override
    public ByteSize convert(String text) {
      return parse(text);
    }
  }

  private static ByteSize parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no size; sizes are written 32GiB, 100MB or 4096");
    }
    BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(factor(matcher));
    try {
      return new ByteSize(bytes.longValueExact());
    } catch (ArithmeticException e) {
      throw new TypeConversionException(
          "'" + text + "' is no whole number of bytes below 9223372036854775808");
    }
  }

  private static BigDecimal factor(Matcher matcher) {
    String unit = matcher.group(2);
    if (unit == null) {
      return BigDecimal.ONE;
    }
    int power = UNITS.indexOf("k".equals(unit) ? "K" : unit) + 1;
    return BigDecimal.valueOf("i".equals(matcher.group(3)) ? 1024 : 1000).pow(power);
  }

  /** Bytes as people read them, powers of two where they are whole: {@code 32 GiB}. */
  public static String inWords(long bytes) {
    int power = 0;
    long whole = bytes;
    while (whole != 0 && whole % 1024 == 0 && power < UNITS.length()) {
      whole /= 1024;
      power++;
    }
    return power == 0
        ? String.format(Locale.ROOT, "%,d bytes", bytes)
        : whole + " " + UNITS.charAt(power - 1) + "iB";
  }
}
