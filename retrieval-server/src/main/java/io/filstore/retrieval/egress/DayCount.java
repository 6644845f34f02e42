package io.filstore.retrieval.egress;

import io.filstore.db.egress.EgressLedger;
import io.filstore.db.egress.EgressLimit;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What went out of one account's content on one day: as the database knew it last, and what this
 * server has to add to that. No byte is in both or in neither at any moment. Thread-safe.
 */
final class DayCount {

  private final EgressLedger ledger;
  private final String account;
  private final LocalDate day;

  /** Held while the database is asked, never while bytes are counted. */
  private final ReentrantLock asking = new ReentrantLock();

  private long written;
  private long writing;
  private long unwritten;
  private @Nullable Long limit;
  private Instant until = Instant.MIN;

  DayCount(EgressLedger ledger, String account, LocalDate day) {
    this.ledger = ledger;
    this.account = account;
    this.day = day;
  }

  /**
   * Bytes used and allowed.
   *
   * @param limit null is none
   */
  record Standing(long used, @Nullable Long limit) {
    boolean isUsedUp() {
      return limit != null && used >= limit;
    }
  }

  synchronized void add(long bytes) {
    unwritten += bytes;
  }

  /**
   * How it stands, as of now.
   *
   * @param next until when it need not be asked again
   * @param standard limit of accounts that have none of their own
   */
  Standing standing(Instant now, Instant next, @Nullable Long standard) {
    if (!isFresh(now)) {
      asking.lock();
      try {
        if (!isFresh(now)) {
          Optional<EgressLimit> own = ledger.limit(account);
          learn(
              ledger.used(account, day),
              own.isPresent() ? own.get().bytesPerDay() : standard,
              next);
        }
      } finally {
        asking.unlock();
      }
    }
    return standing();
  }

  private synchronized Standing standing() {
    return new Standing(written + writing + unwritten, limit);
  }

  private synchronized boolean isFresh(Instant now) {
    return now.isBefore(until);
  }

  private synchronized void learn(long used, @Nullable Long allowed, Instant next) {
    written = used;
    limit = allowed;
    until = next;
  }

  /** Writes what is not written; what could not be waits for the next time. */
  void write() {
    asking.lock();
    try {
      long bytes = take();
      if (bytes > 0) {
        long sum = ledger.add(account, day, bytes);
        synchronized (this) {
          written = sum;
          writing = 0;
        }
      }
    } finally {
      putBack();
      asking.unlock();
    }
  }

  private synchronized long take() {
    writing = unwritten;
    unwritten = 0;
    return writing;
  }

  private synchronized void putBack() {
    unwritten += writing;
    writing = 0;
  }

  /** Whether nothing is lost when it is forgotten. */
  synchronized boolean isIdle(Instant now) {
    return writing == 0 && unwritten == 0 && !now.isBefore(until);
  }
}
