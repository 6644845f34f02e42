package io.filstore.db.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
  private static final String PEPPER = "a pepper for tests";
  private final TestDatabase database = TestDatabase.fresh();
  private final ApiKeys keys = new ApiKeys(database.jdbc(), Clock.systemUTC());

  @Test
  void onlyTheRightSecretUnderTheRightPepperOpens() {
    ApiKeyText text = stored(null);
    assertThat(keys.authenticate(text.id(), text.hash(PEPPER)))
        .hasValueSatisfying(key -> assertThat(key.allows("uploads:read")).isTrue());
    assertThat(keys.authenticate(text.id(), text.hash("another pepper"))).isEmpty();
    assertThat(keys.authenticate(text.id(), ApiKeyText.generate().hash(PEPPER))).isEmpty();
  }

  @Test
  void revokedAndExpiredKeysDoNotOpen() {
    ApiKeyText revoked = stored(null);
    assertThat(keys.revoke(keys.account("a"), revoked.id())).isTrue();
    assertThat(keys.revoke(keys.account("a"), revoked.id())).isFalse();
    assertThat(keys.authenticate(revoked.id(), revoked.hash(PEPPER))).isEmpty();
    ApiKeyText expired = stored(Instant.now().minusSeconds(1));
    assertThat(keys.authenticate(expired.id(), expired.hash(PEPPER))).isEmpty();
  }

  @Test
  void theTextReadsBackAndHidesItsSecret() {
    ApiKeyText text = ApiKeyText.generate();
    assertThat(ApiKeyText.parse(text.reveal())).contains(text);
    assertThat(text.toString()).doesNotContain(text.secret());
    assertThat(ApiKeyText.parse("fsk_short_x")).isEmpty();
    assertThat(ApiKeyText.parse("nonsense")).isEmpty();
  }

  private ApiKeyText stored(@org.jspecify.annotations.Nullable Instant expires) {
    ApiKeyText text = ApiKeyText.generate();
    keys.add(
        text.id(), keys.account("a"), "test", text.hash(PEPPER), Set.of("uploads:read"), expires);
    return text;
  }
}
