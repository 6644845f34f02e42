package io.filstore.retrieval.problem;

import io.filstore.retrieval.bytes.BrokenOffValve;
import io.filstore.retrieval.bytes.DamagedContentException;
import io.filstore.retrieval.bytes.QuarantinedException;
import io.filstore.retrieval.bytes.RangeNotSatisfiable;
import io.filstore.retrieval.bytes.Suspects;
import io.filstore.retrieval.fallback.NoSourceException;
import io.filstore.retrieval.fallback.UnknownSourceException;
import io.filstore.unixfs.BlockMissingException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Turns what went wrong into {@code application/problem+json}, or lets it through when bytes are
 * already out.
 */
@RestControllerAdvice
class ProblemAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswers.class);

  private final ProblemWriter writer;
  private final Suspects suspects;

  ProblemAnswers(ProblemWriter writer, Suspects suspects) {
    this.writer = writer;
    this.suspects = suspects;
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
  void quarantined(
      QuarantinedException known, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(Problem.damaged(), known, request, response);
  }

  @ExceptionHandler
  void damaged(
      DamagedContentException damaged, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    suspects.report(damaged);
    if (!response.isCommitted()) {
      LOG.error("damaged content for {}: {}", request.getRequestURI(), damaged.getMessage());
    }
    answer(
        Problem.corrupt("The stored copy is damaged or contradicts itself and is not served."),
        damaged,
        request,
        response);
  }

  /** Nobody else is asked for blocks that are in none of our CARs, so they are not found. */
  @ExceptionHandler
  void missing(
      BlockMissingException missing, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(
        Problem.notFound("A block on the way to this content is not here."),
        missing,
        request,
        response);
  }

  @ExceptionHandler
  void unknownSource(
      UnknownSourceException unknown, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(Problem.notFound("" + unknown.getMessage()), unknown, request, response);
  }

  /** Those who have a copy of what is not here any more did not give it. */
  @ExceptionHandler
  void noSource(NoSourceException missing, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!response.isCommitted()) {
      LOG.warn("nobody gave a block for {}: {}", request.getRequestURI(), missing.getMessage());
    }
    int status =
        switch (missing.why()) {
          case WRONG_BYTES -> 502;
          case NOT_REACHED -> 503;
          case TOO_SLOW -> 504;
        };
    answer(Problem.noSource("" + missing.getMessage(), status), missing, request, response);
  }

  @ExceptionHandler
  void method(
      HttpRequestMethodNotSupportedException refused,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    answer(Problem.methodNotAllowed(), refused, request, response);
  }

  @ExceptionHandler
  void route(
      NoResourceFoundException unknown, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(Problem.nothingHere(), unknown, request, response);
  }

  /** The database is away or restarting. */
  @ExceptionHandler({
    DataAccessResourceFailureException.class,
    TransientDataAccessException.class,
    CannotCreateTransactionException.class
  })
  void databaseAway(Exception away, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!response.isCommitted()) {
      LOG.warn("the database did not answer for {}", request.getRequestURI(), away);
    }
    answer(Problem.databaseAway(), away, request, response);
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
    writer.write(problem, request, response);
  }
}
