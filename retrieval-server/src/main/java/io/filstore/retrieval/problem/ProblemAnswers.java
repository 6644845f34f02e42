package io.filstore.retrieval.problem;

import io.filstore.retrieval.bytes.BrokenOffValve;
import io.filstore.retrieval.bytes.DamagedContentException;
import io.filstore.retrieval.bytes.RangeNotSatisfiable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns what went wrong into {@code application/problem+json}, or lets it through when bytes are
 * already out.
 */
@RestControllerAdvice
class ProblemAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswers.class);

  private final JsonMapper json;

  ProblemAnswers(JsonMapper json) {
    this.json = json;
  }

  @ExceptionHandler
  void refused(ProblemException refused, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(refused.problem(), refused, request, response);
  }

  @ExceptionHandler
  void range(RangeNotSatisfiable refused, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(
        Problem.rangeNotSatisfiable("" + refused.getMessage(), refused.size()),
        refused,
        request,
        response);
  }

  @ExceptionHandler
  void damaged(
      DamagedContentException damaged, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!response.isCommitted()) {
      LOG.error("damaged content for {}: {}", request.getRequestURI(), damaged.getMessage());
    }
    answer(
        Problem.corrupt("The stored copy failed its hash check and is not served."),
        damaged,
        request,
        response);
  }

  @ExceptionHandler
  void method(
      HttpRequestMethodNotSupportedException refused,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    answer(
        new Problem(
            405,
            "invalid_request",
            "Method not allowed",
            "Only GET and HEAD are offered here.",
            false,
            Map.of("Allow", "GET, HEAD")),
        refused,
        request,
        response);
  }

  @ExceptionHandler
  void route(
      NoResourceFoundException unknown, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(Problem.notFound("There is nothing at this address."), unknown, request, response);
  }

  @ExceptionHandler
  void unexpected(Exception failure, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!response.isCommitted()) {
      LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), failure);
    }
    answer(Problem.internal("The request failed here; it was logged."), failure, request, response);
  }

  private void answer(
      Problem problem, Exception cause, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (response.isCommitted()) {
      request.setAttribute(BrokenOffValve.FAILURE, cause);
      return;
    }
    response.reset();
    problem.headers().forEach(response::setHeader);
    response.setStatus(problem.status());
    response.setContentType("application/problem+json");
    byte[] body = json.writeValueAsString(body(problem, request)).getBytes(StandardCharsets.UTF_8);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static Map<String, Object> body(Problem problem, HttpServletRequest request) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", problem.type());
    body.put("title", problem.title());
    body.put("status", problem.status());
    body.put("detail", problem.detail());
    body.put("instance", request.getRequestURI());
    body.put("code", problem.code());
    body.put("retryable", problem.retryable());
    return body;
  }
}
