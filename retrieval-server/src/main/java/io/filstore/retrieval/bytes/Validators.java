package io.filstore.retrieval.bytes;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The validators of content named by its hash: a strong entity tag, and a fixed {@code
 * Last-Modified} as Boost and Curio send it, because such content never changes.
 *
 * @param etag quoted and strong, for example {@code "baga..."} with its quotes
 */
public record Validators(String etag) {

  private static final Instant UNCHANGED_SINCE = Instant.EPOCH;
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH);

  /** The entity tag {@code "name"}. */
  public static Validators of(String name) {
    return new Validators("\"" + name + "\"");
  }

  public String lastModified() {
    return HTTP_DATE.format(ZonedDateTime.ofInstant(UNCHANGED_SINCE, ZoneOffset.UTC));
  }

  /**
   * Whether 304 is the answer (RFC 9110, 13.2.2): {@code If-None-Match} with weak comparison;
   * without it {@code If-Modified-Since}.
   */
  boolean notModified(@Nullable String ifNoneMatch, @Nullable String ifModifiedSince) {
    if (ifNoneMatch != null) {
      return matches(ifNoneMatch, etag);
    }
    return ifModifiedSince != null
        && date(ifModifiedSince).map(since -> !UNCHANGED_SINCE.isAfter(since)).orElse(false);
  }

  /** Weak comparison of an entity tag with {@code If-None-Match} (RFC 9110, 13.1.2). */
  public static boolean matches(@Nullable String ifNoneMatch, String etag) {
    if (ifNoneMatch == null) {
      return false;
    }
    for (String candidate : ifNoneMatch.split(",", -1)) {
      String tag = candidate.strip();
      if (tag.equals("*") || opaque(tag).equals(opaque(etag))) {
        return true;
      }
    }
    return false;
  }

  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }

  /** Whether the precondition {@code If-Match} fails, which is answered 412. */
  boolean preconditionFailed(@Nullable String ifMatch) {
    return ifMatch != null && !strongMatchesAny(ifMatch);
  }

  /**
   * Whether a range may be answered: no {@code If-Range}, our own strong tag, or our exact date.
   */
  boolean rangeAllowed(@Nullable String ifRange) {
    if (ifRange == null) {
      return true;
    }
    String value = ifRange.strip();
    return value.equals(etag) || date(value).map(UNCHANGED_SINCE::equals).orElse(false);
  }

  private boolean strongMatchesAny(String list) {
    for (String candidate : list.split(",", -1)) {
      String tag = candidate.strip();
      if (tag.equals("*") || tag.equals(etag)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text.strip(), HTTP_DATE).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException notADate) {
      return Optional.empty();
    }
  }
}
