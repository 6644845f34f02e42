package io.filstore.retrieval.denylist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.db.TestDatabase;
import io.filstore.db.account.ApiKeyText;
import io.filstore.db.account.ApiKeys;
import io.filstore.db.denylist.Denials;
import io.filstore.ids.IdKind;
import io.filstore.multiformats.Cid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When the list is read, and what holds while it cannot be. */
class DenylistRefreshTest {

  private static final Cid ONE = Cid.sha256(Cid.RAW, "one".getBytes(UTF_8));
  private static final Cid TWO = Cid.sha256(Cid.RAW, "two".getBytes(UTF_8));

  private final JdbcClient jdbc = TestDatabase.fresh().jdbc();
  private final Denials denials = new Denials(jdbc);
  private final String operator = operator();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private String operator() {
    ApiKeys keys = new ApiKeys(jdbc, Clock.systemUTC());
    String id = ApiKeyText.generate().id();
    return keys.add(id, keys.account("operators"), "test", new byte[32], Set.of("admin:*"), null);
  }

  private Denylist denylist() {
    return new Denylist(
        denials, new DenylistProperties(""), ((InstantSource) () -> now).withZone(ZoneOffset.UTC));
  }

  private String deny(Cid cid) {
    String id = IdKind.DENIAL.next();
    assertThat(denials.add(id, cid.toString(), cid.multihash(), "r", operator)).isTrue();
    return id;
  }

  private void later(Duration time) {
    now = now.plus(time);
  }

  private void rename(String from, String to) {
    jdbc.sql("alter table " + from + " rename to " + to).update();
  }

  @Test
  void nothingIsServedBeforeTheListCouldBeRead() {
    Denylist denylist = denylist();
    rename("denial_version", "away");
    assertThatThrownBy(() -> denylist.denies(ONE)).isInstanceOf(DataAccessException.class);

    rename("away", "denial_version");
    assertThat(denylist.denies(ONE)).isFalse();
  }

  @Test
  void whatWasKnownCountsWhileTheListCannotBeRead() {
    Denylist denylist = denylist();
    deny(ONE);
    assertThat(denylist.denies(ONE)).isTrue();
    rename("denial_version", "away");
    later(Duration.ofHours(1));
    assertThat(denylist.denies(ONE)).isTrue();
    assertThat(denylist.denies(TWO)).isFalse();

    rename("away", "denial_version");
    deny(TWO);
    later(Duration.ofSeconds(1));
    assertThat(denylist.denies(TWO)).isTrue();
  }

  /** On every server, as none tells another. */
  @Test
  void aDenialAndItsEndCountASecondLaterEverywhere() {
    Denylist first = denylist();
    Denylist second = denylist();
    assertThat(first.denies(ONE)).isFalse();
    assertThat(second.denies(ONE)).isFalse();

    String denial = deny(ONE);
    assertThat(first.denies(ONE)).isFalse();
    later(Duration.ofSeconds(1));
    assertThat(first.denies(ONE)).isTrue();
    assertThat(second.denies(ONE)).isTrue();

    denials.lift(denial, operator);
    later(Duration.ofSeconds(1));
    assertThat(first.denies(ONE)).isFalse();
    assertThat(second.denies(ONE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"legal.example.org", "ftp://legal.example.org", "https://a b", "x\ny"})
  void whoRefusesIsAWebAddressOrNobody(String text) {
    assertThatThrownBy(() -> new DenylistProperties(text))
        .hasMessageContaining("RETRIEVAL_BLOCKED_BY");
  }
}
