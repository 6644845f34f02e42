package io.filstore.gateway.upload;

import io.filstore.gateway.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A relative path inside an upload: segments joined by '/', none of them empty, '.' or '..'. Names
 * are compared byte by byte as they came; nothing is normalized.
 *
 * @param text the path, at most {@value #MAX_BYTES} bytes of UTF-8 in at most {@value #MAX_DEPTH}
 *     segments
 */
record UploadPath(String text) {
  static final int MAX_BYTES = 2048;
  static final int MAX_SEGMENT_BYTES = 255;
  static final int MAX_DEPTH = 64;

  /**
   * Checks a path that a client gave.
   *
   * @throws ProblemException {@code invalid_request} that says what is wrong with it
   */
  static UploadPath parse(String text) {
    if (text.isEmpty()) {
      throw refuse(text, "is empty");
    }
    text.codePoints()
        .filter(point -> Character.isISOControl(point) || isLoneSurrogate(point))
        .findFirst()
        .ifPresent(point -> {
          throw refuse(text, String.format("contains the control character U+%04X", point));
        });
    if (text.indexOf('\\') >= 0) {
      throw refuse(text, "contains a backslash; folders are separated by '/'");
    }
    if (text.startsWith("/") || text.matches("[A-Za-z]:/.*")) {
      throw refuse(text, "is absolute; it must be relative to the upload");
    }
    if (utf8Length(text) > MAX_BYTES) {
      throw refuse(text, "is longer than " + MAX_BYTES + " bytes");
    }
    UploadPath path = new UploadPath(text);
    path.requireGoodSegments();
    return path;
  }

  List<String> segments() {
    return List.of(text.split("/", -1));
  }

  /** The last segment. */
  String fileName() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  private void requireGoodSegments() {
    List<String> segments = segments();
    if (segments.size() > MAX_DEPTH) {
      throw refuse(text, "is deeper than " + MAX_DEPTH + " folders");
    }
    for (String segment : segments) {
      if (segment.isEmpty()) {
        throw refuse(text, "has an empty segment");
      }
      if (segment.equals(".") || segment.equals("..")) {
        throw refuse(text, "contains the segment '" + segment + "'");
      }
      if (utf8Length(segment) > MAX_SEGMENT_BYTES) {
        throw refuse(text, "has a segment longer than " + MAX_SEGMENT_BYTES + " bytes");
      }
    }
  }

  private static boolean isLoneSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static ProblemException refuse(String path, String why) {
    return ProblemException.invalid("The path " + shown(path) + " " + why + ".");
  }

  /** A path as an error may show it: without control characters, and not without end. */
  static String shown(String path) {
    StringBuilder shown = new StringBuilder("'");
    path.codePoints()
        .limit(120)
        .map(point -> Character.isISOControl(point) || isLoneSurrogate(point) ? 0xFFFD : point)
        .forEach(shown::appendCodePoint);
    return shown.append(path.codePointCount(0, path.length()) > 120 ? "...'" : "'").toString();
  }
}
