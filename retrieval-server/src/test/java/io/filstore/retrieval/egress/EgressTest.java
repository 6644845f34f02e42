package io.filstore.retrieval.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.db.Rows;
import io.filstore.db.TestDatabase;
import io.filstore.db.egress.EgressLedger;
import io.filstore.retrieval.access.Reader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

/** How bytes are added up over days, servers and a database that is away. */
class EgressTest {

  private static final LocalDate TODAY = LocalDate.parse("2026-03-01");
  private static final Reader STRANGER = new Reader.Anyone(false);

  private final JdbcClient jdbc = TestDatabase.fresh().jdbc();
  private final EgressLedger ledger = new EgressLedger(jdbc);
  private final Optional<String> owner = Optional.of(Rows.account(jdbc, "owner"));
  private Instant now = Instant.parse("2026-03-01T23:59:00Z");

  @BeforeEach
  void nothing() {
    assertThat(used(TODAY)).isZero();
  }

  private Egress egress() {
    return new Egress(
        ledger,
        new EgressProperties(DataSize.ofBytes(100), Duration.ofHours(1)),
        ((InstantSource) () -> now).withZone(ZoneOffset.UTC));
  }

  private long used(LocalDate day) {
    return ledger.used(owner.orElseThrow(), day);
  }

  private void admit(Egress egress) {
    egress.admit(owner, STRANGER, new MockHttpServletResponse());
  }

  @Test
  void whatCannotBeWrittenWaits() throws Exception {
    try (Egress egress = egress()) {
      admit(egress);
      egress.handedOver(owner, 60);
      jdbc.sql("alter table egress rename to away").update();
      egress.write();
      egress.handedOver(owner, 30);
      jdbc.sql("alter table away rename to egress").update();
      egress.write();
      egress.write();
    }
    assertThat(used(TODAY)).isEqualTo(90);
  }

  @Test
  void aNewDayBeginsWithNothing() throws Exception {
    try (Egress egress = egress()) {
      egress.handedOver(owner, 100);
      assertThatThrownBy(() -> admit(egress)).hasMessageContaining("quota_exceeded");
      now = now.plusSeconds(60);
      admit(egress);
      egress.handedOver(owner, 7);
    }
    assertThat(used(TODAY)).isEqualTo(100);
    assertThat(used(TODAY.plusDays(1))).isEqualTo(7);
  }

  @Test
  void severalServersAddUp() throws Exception {
    try (Egress first = egress();
        Egress second = egress()) {
      first.handedOver(owner, 60);
      second.handedOver(owner, 60);
      admit(first);
      first.write();
      second.write();
      now = now.plusSeconds(3);
      assertThatThrownBy(() -> admit(first)).hasMessageContaining("quota_exceeded");
      assertThatThrownBy(() -> admit(second)).hasMessageContaining("quota_exceeded");
    }
    assertThat(used(TODAY)).isEqualTo(120);
  }

  @Test
  void aSettingThatIsNegativeIsRefused() {
    assertThatThrownBy(() -> new EgressProperties(DataSize.ofBytes(-1), Duration.ofSeconds(1)))
        .hasMessageContaining("RETRIEVAL_EGRESS_PER_DAY");
  }
}
