package io.filstore.retrieval.ipfs;

import io.filstore.retrieval.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.web.util.UriUtils;

/**
 * {@code Content-Disposition} as the path gateway specification has it: the parameter {@code
 * filename} or a name of ours; characters beyond ASCII are {@code _} in the first form and
 * percent-encoded in the second.
 */
final class Disposition {

  private Disposition() {}

  /** The name that the caller gave, empty when there is none. */
  static Optional<String> given(HttpServletRequest request) {
    return Optional.ofNullable(request.getParameter("filename")).filter(name -> !name.isEmpty());
  }

  /**
   * Bytes that no browser may show.
   *
   * @param extension that a given name must have, as go-trustless-utils asks: a CAR must not be
   *     saved as anything else
   */
  static void attach(
      HttpServletRequest request,
      HttpServletResponse response,
      String otherwise,
      String extension) {
    Optional<String> given = given(request);
    if (given.isPresent() && !given.get().toLowerCase(Locale.ROOT).endsWith("." + extension)) {
      throw Problem.invalidRequest("A filename for this format must end in ." + extension + ".")
          .exception();
    }
    set(response, "attachment", given.orElse(otherwise));
  }

  /** What a browser may show unless {@code download=true} is asked for. */
  static void show(HttpServletRequest request, HttpServletResponse response, String name) {
    set(response, isDownload(request) ? "attachment" : "inline", name);
  }

  static boolean isDownload(HttpServletRequest request) {
    return "true".equals(request.getParameter("download"));
  }

  static void set(HttpServletResponse response, String disposition, String name) {
    String ascii = name.replaceAll("[^\\x20-\\x7e]|[\"\\\\]", "_");
    String value = disposition + "; filename=\"" + ascii + '"';
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ascii.equals(name)
            ? value
            : value + "; filename*=UTF-8''" + UriUtils.encode(name, StandardCharsets.UTF_8));
  }
}
