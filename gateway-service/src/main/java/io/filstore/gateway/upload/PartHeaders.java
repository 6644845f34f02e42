package io.filstore.gateway.upload;

import io.filstore.gateway.problem.ProblemException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The headers of one part.
 *
 * @param declaredLength the part's own Content-Length, -1 without one
 */
record PartHeaders(ContentDisposition disposition, long declaredLength) {

  /** Reads the header block; one character per byte, lines end with CRLF. */
  static PartHeaders parse(String block) {
    Map<String, String> headers = new HashMap<>();
    for (String line : block.replaceAll("\r\n[ \t]+", " ").split("\r\n")) {
      int colon = line.indexOf(':');
      if (line.isEmpty()) {
        continue;
      }
      if (colon < 1) {
        throw ProblemException.invalid("A header of a part cannot be read.");
      }
      String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      if (headers.put(name, line.substring(colon + 1).strip()) != null) {
        throw ProblemException.invalid("A part has a header twice.");
      }
    }
    return new PartHeaders(disposition(headers), length(headers));
  }

  /** A part that announced its length has to keep to it. */
  void requireLength(long size) {
    if (declaredLength >= 0 && declaredLength != size) {
      throw ProblemException.invalid(
          "A part declares " + declaredLength + " bytes but has " + size + ".");
    }
  }

  private static ContentDisposition disposition(Map<String, String> headers) {
    String text = headers.get("content-disposition");
    if (text == null) {
      throw ProblemException.invalid("A part has no Content-Disposition.");
    }
    String encoding = headers.getOrDefault("content-transfer-encoding", "binary");
    if (!encoding.matches("(?i)binary|8bit|7bit")) {
      throw ProblemException.invalid("A part has a Content-Transfer-Encoding that is not binary.");
    }
    ContentDisposition disposition = ContentDisposition.parse(text);
    if (!disposition.type().equals("form-data")) {
      throw ProblemException.invalid("A part's Content-Disposition is not form-data.");
    }
    return disposition;
  }

  private static long length(Map<String, String> headers) {
    String text = headers.get("content-length");
    if (text == null) {
      return -1;
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw ProblemException.invalid("A part has a Content-Length that is no number.");
    }
    return Long.parseLong(text);
  }
}
