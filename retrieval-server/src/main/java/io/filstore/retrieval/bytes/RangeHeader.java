package io.filstore.retrieval.bytes;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code Range} header (RFC 9110, 14.2).
 *
 * <p>An end beyond the content is clamped: Boost asks for ends one past the last byte wanted and
 * must get 206 (boost {@code transport/httptransport}). Of a list of ranges the first one is
 * answered, as the trustless gateway specification allows; other units get the whole. A {@code
 * bytes} range that cannot be read is refused rather than ignored, because a peer that does not
 * look at the status would take the whole for its part.
 */
final class RangeHeader {

  private static final Pattern SINGLE = Pattern.compile("(\\d*)-(\\d*)");
  private static final int MAX_DIGITS = 18;

  private RangeHeader() {}

  static Slice resolve(@Nullable String header, long size) {
    if (header == null) {
      return new Slice.Whole(size);
    }
    String value = header.strip();
    int equals = value.indexOf('=');
    if (equals < 0
        || !value.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals("bytes")) {
      return new Slice.Whole(size);
    }
    String ranges = value.substring(equals + 1).split(",", 2)[0].strip();
    Matcher single = SINGLE.matcher(ranges);
    if (!single.matches() || ranges.equals("-")) {
      throw new RangeNotSatisfiable(printable(value), size);
    }
    return single.group(1).isEmpty()
        ? suffix(number(single.group(2)), value, size)
        : between(number(single.group(1)), single.group(2), value, size);
  }

  private static Slice suffix(long wanted, String header, long size) {
    if (wanted == 0 || size == 0) {
      throw new RangeNotSatisfiable(printable(header), size);
    }
    long length = Math.min(wanted, size);
    return new Slice.Part(size - length, length, size);
  }

  private static Slice between(long first, String lastText, String header, long size) {
    long last = lastText.isEmpty() ? Long.MAX_VALUE : number(lastText);
    if (first >= size || last < first) {
      throw new RangeNotSatisfiable(printable(header), size);
    }
    return new Slice.Part(first, Math.min(last, size - 1) - first + 1, size);
  }

  /** A number too long for any content counts as "beyond every end". */
  private static long number(String digits) {
    return digits.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
  }

  private static String printable(String header) {
    String shortened = header.length() > 80 ? header.substring(0, 80) + "..." : header;
    return shortened.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
