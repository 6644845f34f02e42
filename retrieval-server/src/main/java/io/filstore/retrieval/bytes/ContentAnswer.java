package io.filstore.retrieval.bytes;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.springframework.http.HttpHeaders;

/**
 * Answers GET and HEAD for immutable content: preconditions, ranges, validators, cache headers,
 * bytes.
 */
public final class ContentAnswer {

  /** As Boost and Curio send it: content named by its hash never changes. */
  private static final String IMMUTABLE = "max-age=29030400, immutable";

  // Tomcat's contract with servlets (org.apache.catalina.Globals), available on plain HTTP only.
  private static final String SENDFILE_SUPPORT = "org.apache.tomcat.sendfile.support";
  private static final String SENDFILE_NAME = "org.apache.tomcat.sendfile.filename";
  private static final String SENDFILE_START = "org.apache.tomcat.sendfile.start";
  private static final String SENDFILE_END = "org.apache.tomcat.sendfile.end";
  private static final int SENDFILE_MIN = 48 * 1024;

  /** Query parameter with the token of a link. */
  public static final String SHARE = "share";

  private ContentAnswer() {}

  /** Whether the request carries a credential, in its header or in the link itself. */
  public static boolean hasCredential(HttpServletRequest request) {
    return request.getHeader(HttpHeaders.AUTHORIZATION) != null
        || request.getParameter(SHARE) != null;
  }

  /**
   * What needed a credential stays out of shared caches (RFC 9111, 3.5); the rest may be kept by
   * all.
   */
  public static String cacheControl(HttpServletRequest request) {
    return (hasCredential(request) ? "private, " : "public, ") + IMMUTABLE;
  }

  /**
   * Writes the whole answer. An exception after the first byte leaves the response committed and
   * incomplete; {@link BrokenOffValve} then cuts the connection.
   *
   * @throws RangeNotSatisfiable when the range has no byte in common with the content
   */
  public static void send(HttpServletRequest request, HttpServletResponse response, Content content)
      throws IOException {
    Validators validators = content.validators();
    response.setHeader(HttpHeaders.ETAG, validators.etag());
    response.setHeader(HttpHeaders.LAST_MODIFIED, validators.lastModified());
    response.setHeader(HttpHeaders.CACHE_CONTROL, cacheControl(request));
    response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    if (validators.preconditionFailed(request.getHeader(HttpHeaders.IF_MATCH))) {
      response.setStatus(HttpServletResponse.SC_PRECONDITION_FAILED);
    } else if (validators.notModified(
        request.getHeader(HttpHeaders.IF_NONE_MATCH),
        request.getHeader(HttpHeaders.IF_MODIFIED_SINCE))) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
    } else {
      sendSlices(request, response, content, slices(request, content));
    }
  }

  private static void sendSlices(
      HttpServletRequest request, HttpServletResponse response, Content content, List<Slice> slices)
      throws IOException {
    if (slices.size() == 1) {
      sendSlice(request, response, content, slices.getFirst());
      return;
    }
    // Only GET is answered by parts, see below.
    Multipart parts = Multipart.of(content, slices);
    response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
    response.setContentType(parts.contentType());
    response.setContentLengthLong(parts.length());
    parts.write(response.getOutputStream());
  }

  /** Bytes of the answer that the container sends by itself, after {@link #send} has returned. */
  public static long leftToTheContainer(HttpServletRequest request) {
    boolean left = request.getAttribute(SENDFILE_NAME) != null;
    return left
            && request.getAttribute(SENDFILE_START) instanceof Long start
            && request.getAttribute(SENDFILE_END) instanceof Long end
        ? end - start
        : 0;
  }

  /**
   * Range handling is defined for GET alone (RFC 9110, 14.2); HEAD tells the length of the whole,
   * as Boost needs it.
   */
  private static List<Slice> slices(HttpServletRequest request, Content content) {
    boolean ranged =
        request.getMethod().equals("GET")
            && content.validators().rangeAllowed(request.getHeader(HttpHeaders.IF_RANGE));
    return RangeHeader.resolve(
        ranged ? request.getHeader(HttpHeaders.RANGE) : null, content.size());
  }

  private static void sendSlice(
      HttpServletRequest request, HttpServletResponse response, Content content, Slice slice)
      throws IOException {
    response.setContentType(content.type());
    response.setContentLengthLong(slice.length());
    if (slice instanceof Slice.Part part) {
      response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
      response.setHeader(HttpHeaders.CONTENT_RANGE, part.contentRange());
    }
    // Writing nothing would commit an empty answer before its last headers are set.
    if (request.getMethod().equals("HEAD") || slice.length() == 0) {
      return;
    }
    Path file = content.file();
    if (file != null
        && slice.length() >= SENDFILE_MIN
        && Boolean.TRUE.equals(request.getAttribute(SENDFILE_SUPPORT))) {
      request.setAttribute(SENDFILE_NAME, file.toString());
      request.setAttribute(SENDFILE_START, slice.offset());
      request.setAttribute(SENDFILE_END, slice.offset() + slice.length());
    } else {
      content.body().write(slice.offset(), slice.length(), response.getOutputStream());
    }
  }
}
