package io.filstore.retrieval.routing;

import io.filstore.retrieval.encoding.Encoded;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes records as JSON, or a line each when the caller asks for that. */
@Component
class RoutingAnswer {

  private static final MediaType LINES = MediaType.parseMediaType("application/x-ndjson");

  /** Ages of the specification: what is not known yet may be soon. */
  private static final String CACHE =
      "public, max-age=%d, stale-while-revalidate=172800, stale-if-error=172800";

  private static final int KNOWN = 300;
  private static final int NOBODY = 15;

  private final JsonMapper json;
  private final Clock clock;

  RoutingAnswer(JsonMapper json, Clock clock) {
    this.json = json;
    this.clock = clock;
  }

  /**
   * Answers with 200, also when there is no record (IPIP-0513).
   *
   * @param field of the JSON object that holds the records
   */
  void send(
      String field,
      List<PeerRecord> records,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    boolean lines = wantsLines(request.getHeader(HttpHeaders.ACCEPT));
    Encoded body =
        Encoded.of(
            lines ? lines(records) : json.writeValueAsBytes(Map.of(field, records)), request);
    response.setContentType(lines ? LINES.toString() : MediaType.APPLICATION_JSON_VALUE);
    response.setHeader(
        HttpHeaders.CACHE_CONTROL, CACHE.formatted(records.isEmpty() ? NOBODY : KNOWN));
    response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (body.gzip()) {
      response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    response.setDateHeader(HttpHeaders.LAST_MODIFIED, clock.millis());
    response.setContentLength(body.bytes().length);
    response.getOutputStream().write(body.bytes());
  }

  private byte[] lines(List<PeerRecord> records) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (PeerRecord record : records) {
      out.writeBytes(json.writeValueAsBytes(record));
      out.write('\n');
    }
    return out.toByteArray();
  }

  /** Only where they are named, and not less liked than JSON. */
  private static boolean wantsLines(String accept) {
    try {
      List<MediaType> accepted = MediaType.parseMediaTypes(accept);
      double lines = quality(accepted, LINES);
      return lines > 0 && lines >= quality(accepted, MediaType.APPLICATION_JSON);
    } catch (InvalidMediaTypeException unreadable) {
      return false;
    }
  }

  private static double quality(List<MediaType> accepted, MediaType type) {
    return accepted.stream()
        .filter(type::equalsTypeAndSubtype)
        .mapToDouble(MediaType::getQualityValue)
        .max()
        .orElse(0);
  }
}
