package io.filstore.retrieval.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes problems, also where no controller is at work: security and the server's own errors. */
@Component
public class ProblemWriter {

  static final String MEDIA_TYPE = "application/problem+json";

  private final JsonMapper json;

  ProblemWriter(JsonMapper json) {
    this.json = json;
  }

  /** Answers with the problem; not to be called once bytes are out. */
  public void write(Problem problem, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.reset();
    problem.headers().forEach(response::setHeader);
    response.setStatus(problem.status());
    response.setContentType(MEDIA_TYPE);
    byte[] body = json.writeValueAsBytes(body(problem, request));
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static Map<String, Object> body(Problem problem, HttpServletRequest request) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", problem.type());
    body.put("title", problem.title());
    body.put("status", problem.status());
    body.put("detail", problem.detail());
    body.put("instance", instance(request));
    body.put("code", problem.code());
    body.put("retryable", problem.retryable());
    if (!problem.params().isEmpty()) {
      body.put("params", problem.params());
    }
    return body;
  }

  /** The path that was asked for, also when the error page is writing. */
  private static String instance(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String asked
        ? asked
        : request.getRequestURI();
  }
}
