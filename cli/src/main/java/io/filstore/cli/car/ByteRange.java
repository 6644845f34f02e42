package io.filstore.cli.car;

import io.filstore.cli.console.UsageException;
import io.filstore.multiformats.FormatException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file, as HTTP writes it (RFC 9110, section 14.1.2): from a first to a last byte, from
 * a byte to the end, or so many bytes at the end.
 *
 * @param first the first byte, or the negative number of last bytes
 * @param last the last byte, if the file is not shorter
 */
record ByteRange(long first, long last) {
  static final ByteRange ALL = new ByteRange(0, Long.MAX_VALUE);

  private static final Pattern FORM = Pattern.compile("([0-9]{0,18})-([0-9]{0,18})");

  static ByteRange parse(String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      long first = form.group(1).isEmpty() ? -1 : Long.parseLong(form.group(1));
      long last = form.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(form.group(2));
      if (first >= 0 && first <= last) {
        return new ByteRange(first, last);
      }
      if (first < 0 && last > 0 && last < Long.MAX_VALUE) {
        return new ByteRange(-last, Long.MAX_VALUE);
      }
    }
    throw new UsageException(
        "the range '%s' is not one of FIRST-LAST, FIRST- and -COUNT".formatted(text));
  }

  /**
   * The first byte of a file of some size.
   *
   * @throws FormatException if the file is too short
   */
  long offsetIn(long size) {
    long offset = first < 0 ? Math.max(0, size + first) : first;
    if (offset > 0 && offset >= size) {
      throw new FormatException(
          "the range begins at byte %d, the file has %d bytes".formatted(offset, size));
    }
    return offset;
  }

  /** How many bytes of a file of some size it takes. */
  long lengthIn(long size) {
    long offset = offsetIn(size);
    return Math.min(last, size - 1) - offset + 1;
  }
}
