package io.filstore.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UlidTest {
  @Test
  void beginsWithTheTimeOfTheSpecificationsExample() {
    Clock clock = Clock.fixed(Instant.ofEpochMilli(1469918176385L), ZoneOffset.UTC);
    assertThat(new Ulid(clock, new SecureRandom()).generate()).startsWith("01ARYZ6S41").hasSize(26);
  }

  @Test
  void staysInOrderWithinOneMillisecond() {
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    Ulid ulids = new Ulid(clock, new SecureRandom());
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      made.add(ulids.generate());
    }
    assertThat(made).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void knowsItsKind() {
    String id = IdKind.DEAL.next();
    assertThat(IdKind.DEAL.matches(id)).isTrue();
    assertThat(IdKind.UPLOAD.matches(id)).isFalse();
    assertThat(id).isEqualTo("dl_" + IdKind.DEAL.ulidOf(id));
    assertThatThrownBy(() -> IdKind.DEAL.ulidOf("dl_1"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
