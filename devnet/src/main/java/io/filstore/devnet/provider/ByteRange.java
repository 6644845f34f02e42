package io.filstore.devnet.provider;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One range of bytes.
 *
 * @param from first byte
 * @param to one past the last; not above {@code from} means that nothing can be served
 */
record ByteRange(long from, long to) {
  private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** The range of a header, clamped to {@code size}; empty when the whole is to be sent. */
  static Optional<ByteRange> parse(@Nullable String header, long size) {
    Matcher range = SINGLE.matcher(header == null ? "" : header);
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (range.group(1).isEmpty()) {
      long suffix = Long.parseLong(range.group(2));
      return Optional.of(new ByteRange(Math.max(0, size - suffix), suffix == 0 ? 0 : size));
    }
    long from = Long.parseLong(range.group(1));
    long last = range.group(2).isEmpty() ? size - 1 : Long.parseLong(range.group(2));
    return Optional.of(new ByteRange(from, Math.min(last, size - 1) + 1));
  }

  boolean isUnsatisfiable() {
    return to <= from;
  }

  long length() {
    return to - from;
  }
}
