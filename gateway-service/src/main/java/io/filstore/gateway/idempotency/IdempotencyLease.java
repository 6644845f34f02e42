package io.filstore.gateway.idempotency;

import java.sql.Timestamp;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * A running request's hold on its key, renewed in the background; closing it unfinished gives the
 * key back.
 */
public final class IdempotencyLease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IdempotencyLease.class);

  private final Idempotency table;
  private final String accountId;
  private final IdempotencyKey key;
  private final Timestamp since;
  private final CountDownLatch over = new CountDownLatch(1);
  private boolean finished;

  private IdempotencyLease(
      Idempotency table, String accountId, IdempotencyKey key, Timestamp since) {
    this.table = table;
    this.accountId = accountId;
    this.key = key;
    this.since = since;
  }

  static IdempotencyLease start(
      Idempotency table, String accountId, IdempotencyKey key, Timestamp since, Duration every) {
    IdempotencyLease lease = new IdempotencyLease(table, accountId, key, since);
    Thread.ofVirtual().name("idempotency-lease").start(() -> lease.renewUntilOver(every));
    return lease;
  }

  /** Stores the answer in the caller's transaction. */
  public void finish(StoredAnswer answer) {
    table.finish(this, answer);
  }

  /** The transaction is committed. */
  public void finished() {
    finished = true;
  }

  @Override
  public void close() {
    over.countDown();
    if (!finished) {
      table.release(this);
    }
  }

  private void renewUntilOver(Duration every) {
    try {
      while (!over.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
        renew();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void renew() {
    try {
      table.renew(this);
    } catch (DataAccessException e) {
      LOG.warn("the lease of an idempotency key was not renewed, next try follows", e);
    }
  }

  String accountId() {
    return accountId;
  }

  IdempotencyKey key() {
    return key;
  }

  Timestamp since() {
    return since;
  }
}
