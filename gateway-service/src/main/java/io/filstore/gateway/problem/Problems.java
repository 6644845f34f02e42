package io.filstore.gateway.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes problems where no controller is at work: filters, security, the server's own errors. */
@Component
public class Problems {
  /** Request attribute with the id that logs and problems carry. */
  public static final String TRACE_ATTRIBUTE = "io.filstore.trace";

  private final JsonMapper json;

  Problems(JsonMapper json) {
    this.json = json;
  }

  /** Answers with the problem, unless an answer is already on its way. */
  public void write(HttpServletRequest request, HttpServletResponse response, ProblemException e)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    Problem problem = Problem.of(e, instance(request), traceId(request));
    response.resetBuffer();
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    Long retryAfter = problem.retryAfterS();
    if (retryAfter != null) {
      response.setHeader("Retry-After", retryAfter.toString());
    }
    byte[] body = json.writeValueAsBytes(problem);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** The path that was asked for, also when an error page is writing. */
  private static String instance(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String asked
        ? asked
        : request.getRequestURI();
  }

  /** The trace id of a request, once the edge has given it one. */
  static @Nullable String traceId(HttpServletRequest request) {
    return request.getAttribute(TRACE_ATTRIBUTE) instanceof String trace ? trace : null;
  }
}
