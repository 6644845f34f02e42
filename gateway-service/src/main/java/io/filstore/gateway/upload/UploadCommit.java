package io.filstore.gateway.upload;

import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.upload.Uploads;
import io.filstore.gateway.idempotency.IdempotencyLease;
import io.filstore.gateway.idempotency.StoredAnswer;
import io.filstore.gateway.policy.SettingsPolicy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one transaction that makes received files an upload: rows, job, answer and event, all or
 * none.
 */
@Component
class UploadCommit {
  private static final int ROWS_PER_STATEMENT = 1000;

  private final TransactionTemplate transaction;
  private final JdbcClient jdbc;
  private final Uploads uploads;
  private final OwnUploads own;
  private final Jobs jobs;
  private final EventLog events;
  private final JsonMapper json;
  private final SettingsPolicy policy;

  UploadCommit(
      TransactionTemplate transaction,
      JdbcClient jdbc,
      Uploads uploads,
      OwnUploads own,
      Jobs jobs,
      EventLog events,
      JsonMapper json,
      SettingsPolicy policy) {
    this.transaction = transaction;
    this.jdbc = jdbc;
    this.uploads = uploads;
    this.own = own;
    this.jobs = jobs;
    this.events = events;
    this.json = json;
    this.policy = policy;
  }

  /**
   * Data of {@code upload.received}.
   *
   * @param format {@code files} or {@code car}
   */
  record Received(String upload, String name, long totalBytes, int fileCount, String format) {}

  /** Commits the upload and returns the answer, which is stored under the key when there is one. */
  StoredAnswer commit(
      String accountId, String id, ReceivedUpload received, @Nullable IdempotencyLease lease) {
    return Objects.requireNonNull(
        transaction.execute(status -> write(accountId, id, received, lease)));
  }

  boolean exists(String id) {
    return uploads.find(id).isPresent();
  }

  private StoredAnswer write(
      String accountId, String id, ReceivedUpload received, @Nullable IdempotencyLease lease) {
    int count = received.files().size();
    uploads.insertReceived(
        id,
        accountId,
        received.name(),
        received.wrap(),
        received.totalBytes(),
        count,
        received.policy(),
        received.visibility());
    if (received.car()) {
      uploads.isCar(id);
    }
    for (int from = 0; from < count; from += ROWS_PER_STATEMENT) {
      insertFiles(id, received.files().subList(from, Math.min(count, from + ROWS_PER_STATEMENT)));
    }
    jobs.enqueue(JobName.PACK, id);
    StoredAnswer answer =
        answer(accountId, id, lease == null ? new byte[32] : received.fingerprint());
    if (lease != null) {
      lease.finish(answer);
    }
    String format = received.car() ? "car" : "files";
    events.append(
        "upload.received",
        id,
        new Received(id, received.name(), received.totalBytes(), count, format));
    return answer;
  }

  private StoredAnswer answer(String accountId, String id, byte[] fingerprint) {
    UploadView view =
        UploadView.of(own.find(accountId, id).orElseThrow(), List.of(), policy.replicas());
    return new StoredAnswer(
        fingerprint,
        HttpStatus.CREATED.value(),
        Map.of(HttpHeaders.LOCATION, "/api/v1/uploads/" + id),
        json.writeValueAsBytes(view));
  }

  private void insertFiles(String id, List<ReceivedFile> files) {
    jdbc.sql(
            """
            insert into entry (upload_id, path, kind, size, staged_as)
            select :upload, e.path, 'file', e.size, e.staged_as
            from unnest(:paths::text[], :sizes::bigint[], :names::text[]) as e (path, size, staged_as)
            """)
        .param("upload", id)
        .param("paths", files.stream().map(file -> file.path().text()).toArray(String[]::new))
        .param("sizes", files.stream().map(ReceivedFile::size).toArray(Long[]::new))
        .param("names", files.stream().map(ReceivedFile::stagedAs).toArray(String[]::new))
        .update();
  }
}
