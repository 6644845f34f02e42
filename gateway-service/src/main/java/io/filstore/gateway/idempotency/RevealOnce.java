package io.filstore.gateway.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Requests that make a secret, which stands in the first answer only: the answer that is kept under
 * an Idempotency-Key is without it, because the secret is stored nowhere in the clear.
 */
@Component
public final class RevealOnce {
  private final Idempotency idempotency;
  private final TransactionTemplate transaction;

  RevealOnce(Idempotency idempotency, TransactionTemplate transaction) {
    this.idempotency = idempotency;
    this.transaction = transaction;
  }

  /**
   * What was made.
   *
   * @param kept the body without the secret
   * @param revealing the body with it
   */
  public record Made(int status, Map<String, String> headers, byte[] kept, byte[] revealing) {}

  /**
   * Makes it in one transaction with the kept answer, or answers what was made under the key.
   *
   * @param route method and path, which are part of what makes requests the same
   */
  public ResponseEntity<byte[]> answer(
      String accountId,
      Optional<IdempotencyKey> key,
      String route,
      byte[] request,
      Supplier<Made> make) {
    byte[] fingerprint = fingerprint(route, request);
    if (key.isEmpty()) {
      return fresh(make(fingerprint, make, null));
    }
    return switch (idempotency.begin(accountId, key.get(), fingerprint)) {
      case Idempotency.Begun.Answered known -> {
        known.answer().requireSame(fingerprint);
        yield replayed(known.answer());
      }
      case Idempotency.Begun.First first -> {
        try (IdempotencyLease lease = first.lease()) {
          Made made = make(fingerprint, make, lease);
          lease.finished();
          yield fresh(made);
        }
      }
    };
  }

  private Made make(byte[] fingerprint, Supplier<Made> make, @Nullable IdempotencyLease lease) {
    return Objects.requireNonNull(
        transaction.execute(_ -> {
          Made made = make.get();
          if (lease != null) {
            lease.finish(new StoredAnswer(fingerprint, made.status(), made.headers(), made.kept()));
          }
          return made;
        }));
  }

  private static ResponseEntity<byte[]> fresh(Made made) {
    return response(made.status(), made.headers()).body(made.revealing());
  }

  private static ResponseEntity<byte[]> replayed(StoredAnswer answer) {
    return response(answer.status(), answer.headers())
        .header(IdempotencyKey.REPLAYED, "true")
        .body(answer.body());
  }

  private static ResponseEntity.BodyBuilder response(int status, Map<String, String> headers) {
    ResponseEntity.BodyBuilder response =
        ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON);
    headers.forEach((name, value) -> response.header(name, value));
    return response;
  }

  private static byte[] fingerprint(String route, byte[] request) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((route + "\n").getBytes(StandardCharsets.UTF_8));
      return digest.digest(request);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
