package io.filstore.gateway.problem;

import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** The one place where a failure becomes an answer. */
@RestControllerAdvice
class ProblemAdvice {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler
  ResponseEntity<Problem> problem(ProblemException e, HttpServletRequest request) {
    return answer(e, request, HttpHeaders.EMPTY);
  }

  /** What Spring itself refuses: unknown paths, methods, types, missing or malformed parameters. */
  @ExceptionHandler({
    org.springframework.web.ErrorResponseException.class,
    org.springframework.web.servlet.NoHandlerFoundException.class,
    org.springframework.web.servlet.resource.NoResourceFoundException.class,
    HttpRequestMethodNotSupportedException.class,
    org.springframework.web.HttpMediaTypeException.class,
    org.springframework.web.bind.ServletRequestBindingException.class
  })
  ResponseEntity<Problem> refused(Exception e, HttpServletRequest request) {
    ErrorResponse refusal = (ErrorResponse) e;
    ProblemCode code = ProblemCode.ofStatus(refusal.getStatusCode().value());
    String detail =
        code == ProblemCode.NOT_FOUND ? "There is nothing at this path." : code.title() + ".";
    return answer(new ProblemException(code, detail, e), request, refusal.getHeaders());
  }

  @ExceptionHandler
  ResponseEntity<Problem> mismatch(TypeMismatchException e, HttpServletRequest request) {
    String detail = "The parameter " + e.getPropertyName() + " cannot be read.";
    return answer(
        new ProblemException(ProblemCode.INVALID_REQUEST, detail, e), request, HttpHeaders.EMPTY);
  }

  /** The database is away or restarting. */
  @ExceptionHandler({
    DataAccessResourceFailureException.class,
    TransientDataAccessException.class,
    CannotCreateTransactionException.class,
    TransactionSystemException.class
  })
  ResponseEntity<Problem> unavailable(Exception e, HttpServletRequest request) {
    LOG.warn("the database did not answer {} {}", request.getMethod(), request.getRequestURI(), e);
    return answer(ProblemException.databaseAway(e), request, HttpHeaders.EMPTY);
  }

  @ExceptionHandler
  ResponseEntity<Problem> unexpected(Exception e, HttpServletRequest request) {
    LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
    return answer(
        new ProblemException(ProblemCode.INTERNAL, "The failure was logged under the trace id."),
        request,
        HttpHeaders.EMPTY);
  }

  private static ResponseEntity<Problem> answer(
      ProblemException e, HttpServletRequest request, HttpHeaders headers) {
    // A broken body makes Tomcat answer by its error page, whatever is returned here; the page has
    // to know.
    request.setAttribute(ErrorPage.PROBLEM, e);
    Problem problem = Problem.of(e, request.getRequestURI(), Problems.traceId(request));
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(problem.status())
            .headers(own -> {
              if (headers.containsHeader(HttpHeaders.ALLOW)) {
                own.setAllow(headers.getAllow());
              }
            })
            .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    if (problem.retryAfterS() != null) {
      answer.header(HttpHeaders.RETRY_AFTER, Long.toString(problem.retryAfterS()));
    }
    return answer.body(problem);
  }
}
