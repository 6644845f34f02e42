package io.filstore.gateway.upload;

import io.filstore.gateway.idempotency.Idempotency;
import io.filstore.gateway.idempotency.IdempotencyKey;
import io.filstore.gateway.idempotency.IdempotencyLease;
import io.filstore.gateway.idempotency.StoredAnswer;
import io.filstore.gateway.policy.OwnPolicies;
import io.filstore.ids.IdKind;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;

/** Takes one upload from its first byte to its row, or leaves nothing behind. */
@Component
class UploadReception {
  private static final Logger LOG = LoggerFactory.getLogger(UploadReception.class);
  private static final byte[] NOT_YET_KNOWN = new byte[32];

  private final Staging staging;
  private final StagingSpace space;
  private final UploadCommit commit;
  private final Idempotency idempotency;
  private final UploadLimits limits;
  private final OwnPolicies policies;
  private final Clock clock;

  UploadReception(
      Staging staging,
      StagingSpace space,
      UploadCommit commit,
      Idempotency idempotency,
      UploadProperties properties,
      OwnPolicies policies,
      Clock clock) {
    this.staging = staging;
    this.space = space;
    this.commit = commit;
    this.idempotency = idempotency;
    this.limits =
        new UploadLimits(
            properties.maxSize().toBytes(), properties.maxFiles(), properties.maxPiece());
    this.policies = policies;
    this.clock = clock;
  }

  /**
   * An answer, and whether it was given before.
   *
   * @param replayed whether the upload had been made by an earlier request with the same key
   */
  record Reply(StoredAnswer answer, boolean replayed) {}

  /** Receives the body. */
  Reply receive(String accountId, Optional<IdempotencyKey> key, UploadHead head, InputStream body)
      throws IOException {
    limits.requireDeclared(head);
    if (key.isEmpty()) {
      return new Reply(store(accountId, head, body, null), false);
    }
    return switch (idempotency.begin(accountId, key.get(), NOT_YET_KNOWN)) {
      case Idempotency.Begun.Answered known -> replay(known.answer(), head, body);
      case Idempotency.Begun.First first -> {
        try (IdempotencyLease lease = first.lease()) {
          StoredAnswer answer = store(accountId, head, body, lease);
          lease.finished();
          yield new Reply(answer, false);
        }
      }
    };
  }

  private Reply replay(StoredAnswer answer, UploadHead head, InputStream body) throws IOException {
    answer.requireSame(reader(head, new FileDigest()).read(body).fingerprint());
    return new Reply(answer, true);
  }

  private StoredAnswer store(
      String accountId, UploadHead head, InputStream body, @Nullable IdempotencyLease lease)
      throws IOException {
    if (head.policy() != null) {
      policies.usable(accountId, head.policy());
    }
    String id = IdKind.UPLOAD.next();
    try (StagingSpace.Share share = space.claim(Math.max(0, head.declaredLength()));
        IncomingUpload incoming = staging.begin(id, share, lease != null)) {
      ReceivedUpload received = reader(head, incoming).read(body);
      incoming.seal();
      return commit(accountId, id, received, incoming, lease);
    } catch (StagingWriteException e) {
      if (e.diskFull()) {
        LOG.warn("the staging disk is full", e);
        throw space.full(Math.max(0, head.declaredLength()));
      }
      throw e;
    }
  }

  private StoredAnswer commit(
      String accountId,
      String id,
      ReceivedUpload received,
      IncomingUpload incoming,
      @Nullable IdempotencyLease lease) {
    try {
      StoredAnswer answer = commit.commit(accountId, id, received, lease);
      incoming.keep();
      return answer;
    } catch (CannotCreateTransactionException e) {
      throw e; // not begun, so certainly not committed
    } catch (DataAccessException | TransactionException e) {
      incoming.leaveInDoubt();
      staging.doubt(id, clock.instant());
      throw e;
    }
  }

  private BodyReader reader(UploadHead head, FileSink sink) {
    return new BodyReader(head, sink, limits);
  }
}
