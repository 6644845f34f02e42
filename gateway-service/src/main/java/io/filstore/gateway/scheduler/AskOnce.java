package io.filstore.gateway.scheduler;

import io.filstore.gateway.account.Caller;
import io.filstore.gateway.idempotency.Idempotency;
import io.filstore.gateway.idempotency.IdempotencyKey;
import io.filstore.gateway.idempotency.IdempotencyLease;
import io.filstore.gateway.idempotency.StoredAnswer;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has the scheduler change something once per Idempotency-Key. A gateway that dies before it has
 * noted the answer asks again, which the scheduler answers the same by itself.
 */
@Component
public final class AskOnce {
  private final Idempotency idempotency;
  private final JsonMapper json;

  AskOnce(Idempotency idempotency, JsonMapper json) {
    this.idempotency = idempotency;
    this.json = json;
  }

  /** The scheduler's answer, or the one that was given under the request's key before. */
  public ResponseEntity<JsonNode> ask(
      Caller caller, HttpServletRequest request, byte[] body, Supplier<Scheduler.Answer> change) {
    Optional<IdempotencyKey> key = IdempotencyKey.of(request.getHeader(IdempotencyKey.HEADER));
    if (key.isEmpty()) {
      return answer(change.get());
    }
    byte[] hash = fingerprint(request, body);
    return switch (idempotency.begin(caller.accountId(), key.get(), hash)) {
      case Idempotency.Begun.Answered known -> {
        known.answer().requireSame(hash);
        yield ResponseEntity.status(known.answer().status())
            .header(IdempotencyKey.REPLAYED, "true")
            .body(json.readTree(known.answer().body()));
      }
      case Idempotency.Begun.First first -> {
        try (IdempotencyLease lease = first.lease()) {
          Scheduler.Answer given = change.get();
          lease.finish(
              new StoredAnswer(
                  hash, given.status(), Map.of(), json.writeValueAsBytes(given.body())));
          lease.finished();
          yield answer(given);
        }
      }
    };
  }

  private static ResponseEntity<JsonNode> answer(Scheduler.Answer given) {
    return ResponseEntity.status(given.status()).body(given.body());
  }

  private static byte[] fingerprint(HttpServletRequest request, byte[] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String line = request.getMethod() + " " + request.getRequestURI() + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
      return digest.digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
