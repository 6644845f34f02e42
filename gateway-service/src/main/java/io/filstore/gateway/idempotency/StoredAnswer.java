package io.filstore.gateway.idempotency;

import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import java.security.MessageDigest;
import java.util.Map;

/**
 * An answer as it was sent.
 *
 * @param requestHash fingerprint of the request that it answered
 * @param body exact bytes
 */
public record StoredAnswer(
    byte[] requestHash, int status, Map<String, String> headers, byte[] body) {

  /**
   * Refuses a request that is not the one this answers.
   *
   * @throws ProblemException {@code idempotency_key_reused}
   */
  public void requireSame(byte[] hash) {
    if (!MessageDigest.isEqual(requestHash, hash)) {
      throw new ProblemException(
          ProblemCode.IDEMPOTENCY_KEY_REUSED,
          "This Idempotency-Key was used for another request; choose a new one.");
    }
  }
}
