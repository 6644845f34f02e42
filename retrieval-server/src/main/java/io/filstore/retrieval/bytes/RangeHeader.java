package io.filstore.retrieval.bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code Range} header (RFC 9110, 14.2).
 *
 * <p>An end beyond the content is clamped: Boost asks for ends one past the last byte wanted and
 * must get 206 (boost {@code transport/httptransport}). Other units get the whole. A {@code bytes}
 * range that cannot be read is refused rather than ignored, because a peer that does not look at
 * the status would take the whole for its part; so are more ranges than {@value #MOST}, of which
 * each would cost a look at a block (RFC 9110, 17.15).
 */
final class RangeHeader {

  static final int MOST = 32;

  private static final Pattern SINGLE = Pattern.compile("(\\d*)-(\\d*)");
  private static final int MAX_DIGITS = 18;

  private final String header;
  private final long size;

  private RangeHeader(String header, long size) {
    this.header = header;
    this.size = size;
  }

  /**
   * What to send, at least one slice; several do not overlap and stand in the order they were asked
   * for.
   *
   * @throws RangeNotSatisfiable when none has a byte in common with the content
   */
  static List<Slice> resolve(@Nullable String header, long size) {
    if (header == null) {
      return List.of(new Slice.Whole(size));
    }
    String value = header.strip();
    int equals = value.indexOf('=');
    if (equals < 0
        || !value.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals("bytes")) {
      return List.of(new Slice.Whole(size));
    }
    return new RangeHeader(value, size).parts(value.substring(equals + 1));
  }

  private List<Slice> parts(String ranges) {
    List<String> asked = new ArrayList<>();
    for (String range : ranges.split(",", MOST + 2)) {
      if (!range.isBlank()) {
        asked.add(range.strip());
      }
    }
    if (asked.isEmpty() || asked.size() > MOST) {
      throw refused();
    }
    List<Slice.Part> parts = new ArrayList<>();
    for (String range : asked) {
      Slice.Part part = part(range);
      if (part != null) {
        addCoalesced(parts, part);
      }
    }
    if (parts.isEmpty()) {
      throw refused();
    }
    return List.copyOf(parts);
  }

  /** Ranges that overlap or touch become one (RFC 9110, 15.3.7.2), so no byte is sent twice. */
  private static void addCoalesced(List<Slice.Part> parts, Slice.Part added) {
    Slice.Part all = added;
    int place = parts.size();
    for (int i = parts.size() - 1; i >= 0; i--) {
      if (parts.get(i).touches(all)) {
        all = parts.remove(i).with(all);
        place = i;
      }
    }
    parts.add(Math.min(place, parts.size()), all);
  }

  /** One range, null when it lies outside the content. */
  private Slice.@Nullable Part part(String range) {
    Matcher single = SINGLE.matcher(range);
    if (!single.matches() || range.equals("-")) {
      throw refused();
    }
    return single.group(1).isEmpty()
        ? suffix(number(single.group(2)))
        : between(number(single.group(1)), single.group(2));
  }

  private Slice.@Nullable Part suffix(long wanted) {
    if (wanted == 0 || size == 0) {
      return null;
    }
    long length = Math.min(wanted, size);
    return new Slice.Part(size - length, length, size);
  }

  private Slice.@Nullable Part between(long first, String lastText) {
    long last = lastText.isEmpty() ? Long.MAX_VALUE : number(lastText);
    if (last < first) {
      throw refused();
    }
    return first >= size ? null : new Slice.Part(first, Math.min(last, size - 1) - first + 1, size);
  }

  /** A number too long for any content counts as "beyond every end". */
  private static long number(String digits) {
    return digits.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
  }

  private RangeNotSatisfiable refused() {
    String shortened = header.length() > 80 ? header.substring(0, 80) + "..." : header;
    return new RangeNotSatisfiable(shortened.replaceAll("[^\\x20-\\x7e]", "?"), size);
  }
}
