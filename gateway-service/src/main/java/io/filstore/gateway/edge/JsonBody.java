package io.filstore.gateway.edge;

import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads small JSON bodies: limited in size, and unknown members are refused. */
@Component
public class JsonBody {
  private static final int MAX_BYTES = 64 << 10;

  private final JsonMapper json;

  JsonBody(JsonMapper json) {
    this.json = json.rebuild().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  }

  /** The exact bytes of a body that declares itself as JSON. */
  public byte[] bytes(HttpServletRequest request) throws IOException {
    String type = request.getContentType();
    if (type == null || !type.matches("(?i)application/json(\\s*;.*)?")) {
      throw new ProblemException(ProblemCode.UNSUPPORTED_MEDIA, "Send application/json.");
    }
    byte[] bytes = request.getInputStream().readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new ProblemException(
          ProblemCode.TOO_LARGE, "A JSON body may have at most " + MAX_BYTES + " bytes.");
    }
    return bytes;
  }

  /** Reads the bytes as the given record. */
  public <T> T read(byte[] bytes, Class<T> type) {
    try {
      return json.readValue(bytes, type);
    } catch (JacksonException e) {
      throw new ProblemException(
          ProblemCode.INVALID_REQUEST,
          "The JSON body does not have the documented members and types.",
          e);
    }
  }
}
