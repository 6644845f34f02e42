package io.filstore.gateway.upload;

import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about its body before the body comes.
 *
 * @param boundary of multipart/form-data; null for a plain body
 * @param declaredLength Content-Length, -1 when the body is chunked
 * @param car whether the plain body is a CAR, to be kept as it is
 * @param name of the upload (multipart) or path of the file (plain body), when given
 * @param wrap whether the root is a folder with the names in it
 * @param policy a policy of the account that the upload shall follow, when one is named
 * @param visibility {@code private} or {@code public}
 * @param contentSha256 of the body as sent, from Content-Digest (RFC 9530)
 */
record UploadHead(
    byte @Nullable [] boundary,
    long declaredLength,
    boolean car,
    @Nullable String name,
    boolean wrap,
    @Nullable String policy,
    String visibility,
    byte @Nullable [] contentSha256) {
  private static final String CAR = "application/vnd.ipld.car";
  private static final Pattern BOUNDARY =
      Pattern.compile(
          ";\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))\\s*(?:;|$)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern SHA_256 = Pattern.compile("(?:^|,)\\s*sha-256=:([A-Za-z0-9+/=]*):");

  /** Reads headers and query of a request. */
  static UploadHead of(HttpServletRequest request) {
    requireIdentityEncoding(request);
    String contentType = Optional.ofNullable(request.getContentType()).orElse("");
    String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    QueryText query = QueryText.of(request.getQueryString());
    byte[] boundary =
        switch (mediaType) {
          case "multipart/form-data" -> boundary(contentType);
          case "application/octet-stream", CAR -> null;
          default ->
              throw new ProblemException(
                  ProblemCode.UNSUPPORTED_MEDIA,
                  "Send multipart/form-data, application/octet-stream with the query parameter 'name', or application/vnd.ipld.car.");
        };
    boolean car = mediaType.equals(CAR);
    String name = query.first("name").or(() -> headerName(request, boundary == null)).orElse(null);
    return new UploadHead(
        boundary,
        request.getContentLengthLong(),
        car,
        name == null && car ? "upload.car" : name,
        query.first("wrap").map(UploadHead::flag).orElse(true) && !car,
        query.first("policy").orElse(null),
        Visibility.checked(query.first("visibility").orElse(Visibility.PRIVATE)),
        contentDigest(request.getHeader("Content-Digest")));
  }

  boolean multipart() {
    return boundary != null;
  }

  static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw ProblemException.invalid("wrap must be true or false.");
    };
  }

  private static Optional<String> headerName(HttpServletRequest request, boolean plainBody) {
    String disposition = request.getHeader("Content-Disposition");
    if (!plainBody) {
      return Optional.empty();
    }
    return Optional.ofNullable(request.getHeader("X-File-Name"))
        .map(HeaderText::percentDecoded)
        .or(() ->
            Optional.ofNullable(disposition)
                .flatMap(text -> ContentDisposition.parse(text).fileName()));
  }

  private static byte[] boundary(String contentType) {
    Matcher matcher = BOUNDARY.matcher(contentType);
    if (!matcher.find()) {
      throw ProblemException.invalid("multipart/form-data needs a boundary of 1 to 70 characters.");
    }
    String boundary = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return boundary.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void requireIdentityEncoding(HttpServletRequest request) {
    String encoding = request.getHeader("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new ProblemException(
          ProblemCode.UNSUPPORTED_MEDIA,
          "A body with Content-Encoding is not accepted; send the bytes as they are.");
    }
  }

  private static byte @Nullable [] contentDigest(@Nullable String header) {
    if (header == null) {
      return null;
    }
    Matcher matcher = SHA_256.matcher(header);
    if (!matcher.find()) {
      return null; // other algorithms may be ignored (RFC 9530, section 2)
    }
    try {
      byte[] digest = Base64.getDecoder().decode(matcher.group(1));
      if (digest.length == 32) {
        return digest;
      }
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ProblemCode.INVALID_REQUEST, "Content-Digest is not base64.", e);
    }
    throw ProblemException.invalid("The sha-256 of Content-Digest must have 32 bytes.");
  }
}
