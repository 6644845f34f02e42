package io.filstore.db.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.TestDatabase;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The walk's compare-and-set, and what it leaves. */
class DiscoveriesTest {
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

  private final Discoveries discoveries = new Discoveries(TestDatabase.fresh().jdbc());

  private static DiscoveredProvider found(String id, long power) {
    BigInteger bytes = BigInteger.valueOf(power);
    return new DiscoveredProvider(
        id, bytes, bytes, "f0100", 1, null, List.of(), null, null, null, null, "away", NOON, NOON);
  }

  private List<String> ids() {
    return discoveries.list(null, null, 10).stream().map(DiscoveredProvider::id).toList();
  }

  @Test
  void aStepFromAPlaceThatWasLeftCountsForNothing() {
    DiscoveryWalk begun = discoveries.walkOrFirst();
    assertThat(discoveries.walkOrFirst()).isEqualTo(begun);
    assertThat(discoveries.advance(begun, 10, 1, 9, NOON)).isTrue();
    assertThat(discoveries.advance(begun, 20, 2, 9, NOON)).isFalse();
    discoveries.pause(begun, "late", NOON);
    assertThat(discoveries.end(begun, NOON, NOON)).isFalse();

    DiscoveryWalk now = discoveries.walkOrFirst();
    assertThat(now.position()).isEqualTo(1);
    assertThat(now.problem()).isNull();
    assertThat(now.endedAt()).isNull();
  }

  @Test
  void theEndForgetsWhoWasNotSeen() {
    DiscoveryWalk walk = discoveries.walkOrFirst();
    discoveries.save(found("f01", 5), walk.number());
    discoveries.save(found("f02", 5), walk.number());
    discoveries.save(found("f03", 9), walk.number());
    discoveries.end(walk, NOON, NOON);
    assertThat(ids()).containsExactly("f03", "f01", "f02");

    DiscoveryWalk next = discoveries.walkOrFirst();
    discoveries.save(found("f01", 6), next.number());
    discoveries.keep("f02", next.number());
    discoveries.keep("f04", next.number());
    discoveries.end(next, NOON, NOON);
    assertThat(ids()).containsExactly("f01", "f02");
  }
}
