package io.filstore.gateway.idempotency;

import io.filstore.gateway.problem.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The value of the header: 1 to 255 visible ASCII characters. */
public record IdempotencyKey(String text) {
  public static final String HEADER = "Idempotency-Key";
  public static final String REPLAYED = "Idempotency-Replayed";

  /** Reads the header; empty when there is none. */
  public static Optional<IdempotencyKey> of(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    if (!header.matches("[\\x21-\\x7e]{1,255}")) {
      throw ProblemException.invalid(HEADER + " must be 1 to 255 visible ASCII characters.");
    }
    return Optional.of(new IdempotencyKey(header));
  }
}
