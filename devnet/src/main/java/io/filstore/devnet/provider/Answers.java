package io.filstore.devnet.provider;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** The kinds of answer Curio gives. */
final class Answers {
  private Answers() {}

  /** Plain text as Go's http package sends it. */
  static void text(HttpServletResponse response, int status, String text) throws IOException {
    write(response, status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  static void json(HttpServletResponse response, JsonNode json) throws IOException {
    write(response, 200, "application/json", json.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** CBOR without a content type that could be relied on: Curio sets it too late. */
  static void cbor(HttpServletResponse response, byte[] cbor) throws IOException {
    write(response, 200, "text/plain; charset=utf-8", cbor);
  }

  static void empty(HttpServletResponse response, int status) {
    response.setStatus(status);
    response.setContentLength(0);
  }

  private static void write(
      HttpServletResponse response, int status, String contentType, byte[] body)
      throws IOException {
    response.setStatus(status);
    response.setHeader("Content-Type", contentType);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
