package io.filstore.scheduler.problem;

import io.filstore.client.chain.ChainException;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** RFC 9457 documents, as far as one service tells another. */
@RestControllerAdvice
class RefusalAdvice {

  record Document(int status, String code, String detail, Map<String, Object> params) {}

  @ExceptionHandler
  ResponseEntity<Document> refused(RequestRefused e) {
    return ResponseEntity.status(e.status())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(new Document(e.status(), e.code(), String.valueOf(e.getMessage()), e.params()));
  }

  /** The chain's words name methods and addresses of nodes; a user gets ours. */
  @ExceptionHandler
  ResponseEntity<Document> chain(ChainException e) {
    return refused(
        RequestRefused.chainAway("The chain endpoint or the remote signer gave no answer."));
  }
}
