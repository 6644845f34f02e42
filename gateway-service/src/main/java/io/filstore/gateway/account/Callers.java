package io.filstore.gateway.account;

import io.filstore.db.account.ApiKey;
import io.filstore.db.account.ApiKeyText;
import io.filstore.db.account.ApiKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Turns the text of an API key into a caller. */
@Component
public class Callers {
  private static final Duration USED_EVERY = Duration.ofMinutes(1);

  private final ApiKeys keys;
  private final AccountProperties properties;
  private final Clock clock;

  Callers(ApiKeys keys, AccountProperties properties, Clock clock) {
    this.keys = keys;
    this.properties = properties;
    this.clock = clock;
  }

  /** The caller, when the key is known, right, and neither expired nor revoked. */
  Optional<Caller> authenticate(String text) {
    Optional<Caller> caller =
        ApiKeyText.parse(text)
            .flatMap(key -> keys.authenticate(key.id(), key.hash(properties.pepper())))
            .map(Caller::new);
    caller.ifPresent(this::noteUse);
    return caller;
  }

  /** Whether a key that was valid still is; for connections that outlive a request. */
  public boolean stillValid(Caller caller) {
    return valid(caller.accountId(), caller.key().id()).isPresent();
  }

  /** The account's key, when it may be used at present. */
  Optional<Caller> valid(String accountId, String keyId) {
    return keys.of(accountId).stream()
        .filter(key -> key.id().equals(keyId) && usable(key))
        .map(Caller::new)
        .findFirst();
  }

  private boolean usable(ApiKey key) {
    Instant expires = key.expiresAt();
    return key.revokedAt() == null && (expires == null || expires.isAfter(clock.instant()));
  }

  private void noteUse(Caller caller) {
    Instant last = caller.key().lastUsedAt();
    if (last == null || last.plus(USED_EVERY).isBefore(clock.instant())) {
      keys.used(caller.key().id());
    }
  }
}
