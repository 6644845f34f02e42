package io.filstore.gateway.account;

import io.filstore.db.account.ApiKeyText;
import io.filstore.db.account.ApiKeys;
import io.filstore.gateway.idempotency.Idempotency;
import io.filstore.gateway.idempotency.IdempotencyKey;
import io.filstore.gateway.idempotency.IdempotencyLease;
import io.filstore.gateway.idempotency.StoredAnswer;
import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Makes keys: never with more scopes than the asking key has. */
@Component
class ApiKeyIssue {
  private static final int MAX_NAME = 200;

  private final ApiKeys keys;
  private final AccountProperties properties;
  private final Idempotency idempotency;
  private final TransactionTemplate transaction;
  private final JsonMapper json;
  private final Clock clock;

  ApiKeyIssue(
      ApiKeys keys,
      AccountProperties properties,
      Idempotency idempotency,
      TransactionTemplate transaction,
      JsonMapper json,
      Clock clock) {
    this.keys = keys;
    this.properties = properties;
    this.idempotency = idempotency;
    this.transaction = transaction;
    this.json = json;
    this.clock = clock;
  }

  /**
   * The stored answer, and the body that is sent.
   *
   * @param body with the secret the first time, without it when replayed
   */
  record Reply(StoredAnswer answer, byte[] body, boolean replayed) {}

  Reply issue(Caller caller, Optional<IdempotencyKey> key, byte[] request, NewApiKey wanted) {
    Terms terms = check(caller, wanted);
    byte[] fingerprint = fingerprint(request);
    if (key.isEmpty()) {
      return make(caller, terms, fingerprint, null);
    }
    return switch (idempotency.begin(caller.accountId(), key.get(), fingerprint)) {
      case Idempotency.Begun.Answered known -> {
        known.answer().requireSame(fingerprint);
        yield new Reply(known.answer(), known.answer().body(), true);
      }
      case Idempotency.Begun.First first -> {
        try (IdempotencyLease lease = first.lease()) {
          Reply reply = make(caller, terms, fingerprint, lease);
          lease.finished();
          yield reply;
        }
      }
    };
  }

  private record Terms(String name, Set<String> scopes, @Nullable Instant expiresAt) {}

  private Terms check(Caller caller, NewApiKey wanted) {
    String name = wanted.name();
    if (name == null
        || name.isBlank()
        || name.length() > MAX_NAME
        || name.codePoints().anyMatch(Character::isISOControl)) {
      throw ProblemException.invalid(
          "name must have 1 to " + MAX_NAME + " characters and no control characters.");
    }
    Set<String> scopes =
        Scope.parse(Objects.requireNonNullElse(wanted.scopes(), java.util.List.of()));
    for (String scope : scopes) {
      if (!caller.allows(scope)) {
        throw new ProblemException(
            ProblemCode.FORBIDDEN, "This key lacks the scope " + scope + " and cannot give it.");
      }
    }
    Instant expires = wanted.expiresAt();
    if (expires != null && !expires.isAfter(clock.instant())) {
      throw ProblemException.invalid("expires_at is in the past.");
    }
    return new Terms(name, scopes, expires);
  }

  private Reply make(
      Caller caller, Terms terms, byte[] fingerprint, @Nullable IdempotencyLease lease) {
    return Objects.requireNonNull(
        transaction.execute(status -> write(caller, terms, fingerprint, lease)));
  }

  private Reply write(
      Caller caller, Terms terms, byte[] fingerprint, @Nullable IdempotencyLease lease) {
    ApiKeyText text = ApiKeyText.generate();
    keys.add(
        text.id(),
        caller.accountId(),
        terms.name(),
        text.hash(properties.pepper()),
        terms.scopes(),
        terms.expiresAt());
    ApiKeyView view =
        keys.of(caller.accountId()).stream()
            .filter(key -> key.id().equals(text.id()))
            .map(ApiKeyView::of)
            .findFirst()
            .orElseThrow();
    StoredAnswer answer =
        new StoredAnswer(
            fingerprint,
            201,
            Map.of("Location", "/api/v1/api-keys/" + text.id()),
            json.writeValueAsBytes(view));
    if (lease != null) {
      lease.finish(answer);
    }
    return new Reply(answer, json.writeValueAsBytes(view.revealing(text.reveal())), false);
  }

  private static byte[] fingerprint(byte[] request) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("POST /api/v1/api-keys\n".getBytes(StandardCharsets.UTF_8));
      return digest.digest(request);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
