package io.filstore.db.piece;

import io.filstore.db.event.EventLog;
import io.filstore.db.event.EventType;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * CARs whose bytes are not what was stored: from {@link #quarantine} until {@link #rebuilt} they
 * are not served. Each change is one transaction with its event and its job, and only the first who
 * tells it makes it.
 */
public final class DamagedCars {

  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final EventLog events;
  private final Jobs jobs;
  private final Clock clock;

  public DamagedCars(
      JdbcClient jdbc, TransactionTemplate transactions, EventLog events, Jobs jobs, Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.events = events;
    this.jobs = jobs;
    this.clock = clock;
  }

  /** Data of {@code piece.damaged} and {@code piece.rebuild_stalled}. */
  record Trouble(String pieceCid, String detail) {}

  /**
   * Data of {@code piece.rebuilt}.
   *
   * @param source where the bytes came from, for people
   */
  record Rebuilt(String pieceCid, String source) {}

  /**
   * Takes the CAR out of use and orders its rebuilding; false when somebody did before.
   *
   * @param damage what was found, for people
   */
  public boolean quarantine(String pieceCid, String damage) {
    return inOne(() -> {
      int changed =
          jdbc.sql(
                  "update car set damaged_at = ?, damage = ? where piece_cid = ? and damaged_at is null")
              .params(clock.instant().atOffset(ZoneOffset.UTC), damage, pieceCid)
              .update();
      if (changed == 1) {
        jobs.enqueue(JobName.REBUILD, pieceCid);
        events.append(EventType.PIECE_DAMAGED.text(), pieceCid, new Trouble(pieceCid, damage));
      }
      return changed == 1;
    });
  }

  /** Puts the CAR, whose bytes are right again, back into use; false when somebody did before. */
  public boolean rebuilt(String pieceCid, String source) {
    return inOne(() -> {
      int changed =
          jdbc.sql(
                  "update car set damaged_at = null, damage = null where piece_cid = ? and damaged_at is not null")
              .param(pieceCid)
              .update();
      if (changed == 1) {
        events.append(EventType.PIECE_REBUILT.text(), pieceCid, new Rebuilt(pieceCid, source));
      }
      return changed == 1;
    });
  }

  /**
   * Says why it could not be rebuilt yet and what would help; tells of it when it was not the same
   * before.
   */
  public boolean stalled(String pieceCid, String detail) {
    return inOne(() -> {
      int changed =
          jdbc.sql(
                  "update car set damage = :detail where piece_cid = :piece and damaged_at is not null and damage <> :detail")
              .param("detail", detail)
              .param("piece", pieceCid)
              .update();
      if (changed == 1) {
        events.append(
            EventType.PIECE_REBUILD_STALLED.text(), pieceCid, new Trouble(pieceCid, detail));
      }
      return changed == 1;
    });
  }

  private boolean inOne(BooleanSupplier change) {
    return Boolean.TRUE.equals(transactions.execute(_ -> change.getAsBoolean()));
  }
}
