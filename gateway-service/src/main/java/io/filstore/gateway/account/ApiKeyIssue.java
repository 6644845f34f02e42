package io.filstore.gateway.account;

import io.filstore.db.account.ApiKeyText;
import io.filstore.db.account.ApiKeys;
import io.filstore.db.chain.ProviderIds;
import io.filstore.gateway.idempotency.IdempotencyKey;
import io.filstore.gateway.idempotency.RevealOnce;
import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes keys: never with more scopes than the asking key has. */
@Component
class ApiKeyIssue {
  private static final int MAX_NAME = 200;

  private final ApiKeys keys;
  private final AccountProperties properties;
  private final RevealOnce reveal;
  private final JsonMapper json;
  private final Clock clock;

  ApiKeyIssue(
      ApiKeys keys, AccountProperties properties, RevealOnce reveal, JsonMapper json, Clock clock) {
    this.keys = keys;
    this.properties = properties;
    this.reveal = reveal;
    this.json = json;
    this.clock = clock;
  }

  /** Makes a key and answers with it; an answer that is replayed is without the secret. */
  ResponseEntity<byte[]> issue(
      Caller caller, Optional<IdempotencyKey> key, byte[] request, NewApiKey wanted) {
    Terms terms = check(caller, wanted);
    return reveal.answer(
        caller.accountId(), key, "POST /api/v1/api-keys", request, () -> write(caller, terms));
  }

  private record Terms(
      String name, Set<String> scopes, @Nullable String provider, @Nullable Instant expiresAt) {}

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
    return new Terms(name, scopes, provider(wanted, scopes), expires);
  }

  /** A provider's key opens nothing else, and what is for providers needs one. */
  private static @Nullable String provider(NewApiKey wanted, Set<String> scopes) {
    String provider = wanted.provider();
    boolean forProviders = scopes.contains(Scope.SP_DEALS.text());
    if (provider == null && !forProviders) {
      return null;
    }
    if (provider == null || !forProviders || scopes.size() > 1) {
      throw ProblemException.invalid(
          "A key for a provider has the member provider and the only scope "
              + Scope.SP_DEALS.text()
              + ".");
    }
    if (!provider.matches("[ft]0[0-9]{1,19}")) {
      throw ProblemException.invalid("provider must be an id such as f01000.");
    }
    return ProviderIds.canonical(provider);
  }

  private RevealOnce.Made write(Caller caller, Terms terms) {
    ApiKeyText text = ApiKeyText.generate();
    keys.add(
        text.id(),
        caller.accountId(),
        terms.name(),
        text.hash(properties.pepper()),
        terms.scopes(),
        terms.provider(),
        terms.expiresAt());
    ApiKeyView view =
        keys.of(caller.accountId()).stream()
            .filter(key -> key.id().equals(text.id()))
            .map(ApiKeyView::of)
            .findFirst()
            .orElseThrow();
    return new RevealOnce.Made(
        201,
        Map.of("Location", "/api/v1/api-keys/" + text.id()),
        json.writeValueAsBytes(view),
        json.writeValueAsBytes(view.revealing(text.reveal())));
  }
}
