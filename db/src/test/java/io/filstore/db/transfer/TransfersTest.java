package io.filstore.db.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.Rows;
import io.filstore.db.TestDatabase;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransfersTest {
  private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

  private final TestDatabase database = TestDatabase.fresh();
  private final Transfers transfers = new Transfers(database.jdbc());

  @BeforeEach
  void rows() {
    Rows.piece(database.jdbc());
  }

  private Transfer read() {
    return transfers.find(Rows.PIECE, "f01000").orElseThrow();
  }

  @Test
  void sentBytesAddUp() {
    transfers.sent(Rows.PIECE, "f01000", 100, START);
    transfers.sent(Rows.PIECE, "f01000", 300, START.plusSeconds(4));

    assertThat(read().sentBytes()).isEqualTo(400);
    assertThat(read().bytesPerSecond(1000)).hasValue(100);
    assertThat(read().lastByteAt()).contains(START.plusSeconds(4));
    assertThat(transfers.find(Rows.PIECE, "f01001")).isEmpty();
  }

  @Test
  void aReportThatDoesNotGrowIsNoProgress() {
    transfers.received(Rows.PIECE, "f01000", 0, START);
    assertThat(transfers.find(Rows.PIECE, "f01000")).isEmpty();

    transfers.received(Rows.PIECE, "f01000", 50, START);
    transfers.received(Rows.PIECE, "f01000", 50, START.plusSeconds(9));
    transfers.received(Rows.PIECE, "f01000", 40, START.plusSeconds(10));

    assertThat(read().receivedBytes()).isEqualTo(50);
    assertThat(read().lastByteAt()).contains(START);
    assertThat(read().bytesPerSecond(1000)).isEmpty();
  }

  @Test
  void theBetterNumberCountsButNoMoreThanThereIs() {
    transfers.sent(Rows.PIECE, "f01000", 900, START);
    transfers.sent(Rows.PIECE, "f01000", 900, START.plusSeconds(10));
    transfers.received(Rows.PIECE, "f01000", 700, START.plusSeconds(5));

    assertThat(read().bytes(2000)).isEqualTo(1800);
    assertThat(read().bytes(1000)).isEqualTo(1000);
    assertThat(read().bytesPerSecond(1000)).hasValue(100);
  }
}
