package io.filstore.dataprep.packing;

import io.filstore.db.upload.Entry;
import io.filstore.db.upload.Upload;
import io.filstore.db.upload.Uploads;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job {@code pack}: brings one upload from {@code received} to {@code prepared} or {@code
 * failed}. May run twice, halfway, or beside itself: the CAR store only ever shows whole CARs under
 * the name of their content, and the rows are committed by the one run that still holds the
 * upload's version.
 */
final class PackUpload {

  private static final Logger LOG = LoggerFactory.getLogger(PackUpload.class);

  private final Uploads uploads;
  private final CarBuild carBuild;
  private final CarTaking carTaking;
  private final PackJournals journals;
  private final PackCommit commit;
  private final StagingArea staging;
  private final PackingProperties properties;
  private final PackStep.Listener steps;

  PackUpload(
      Uploads uploads,
      CarBuild carBuild,
      CarTaking carTaking,
      PackJournals journals,
      PackCommit commit,
      StagingArea staging,
      PackingProperties properties,
      PackStep.Listener steps) {
    this.uploads = uploads;
    this.carBuild = carBuild;
    this.carTaking = carTaking;
    this.journals = journals;
    this.commit = commit;
    this.staging = staging;
    this.properties = properties;
    this.steps = steps;
  }

  /**
   * Does the whole step. Empty when the upload needs no further packing; otherwise how long to wait
   * before trying again.
   *
   * @throws IOException when reading or writing failed for a reason that may pass
   */
  Optional<Duration> run(String uploadId) throws IOException {
    Upload upload = uploads.find(uploadId).orElse(null);
    if (upload == null) {
      LOG.warn("pack {}: there is no such upload", uploadId);
      return Optional.empty();
    }
    return switch (upload.state()) {
      case RECEIVED, PACKING -> pack(upload);
      case PREPARED, FAILED -> finish(upload);
    };
  }

  private Optional<Duration> pack(Upload found) throws IOException {
    if (!uploads.beginPacking(found)) {
      LOG.info("pack {}: another run has taken it over", found.id());
      return Optional.empty();
    }
    Upload upload = uploads.find(found.id()).orElseThrow();
    steps.reached(PackStep.BEGUN);
    try {
      PackedUpload packed = brought(upload);
      steps.reached(PackStep.BEFORE_COMMIT);
      if (commit.prepared(upload, packed)) {
        steps.reached(PackStep.COMMITTED);
        LOG.info(
            "packed {} into {} piece(s), the root in {}",
            upload.id(),
            packed.pieces().size(),
            PackedUpload.pieceCid(packed.last()));
        return finish(upload);
      }
      LOG.info("pack {}: another run has taken it over, its result stands", upload.id());
      journals.remove(upload.id());
      return Optional.empty();
    } catch (PackRefusedException refused) {
      LOG.warn("pack {} refused: {}", upload.id(), refused.detail());
      commit.failed(upload, refused.code(), refused.detail());
      return finish(upload);
    } catch (DiskFullException full) {
      LOG.warn("pack {} waits {}: {}", upload.id(), properties.retryWhenFull(), full.detail());
      commit.stalled(upload.id(), "staging_full", full.detail());
      return Optional.of(properties.retryWhenFull());
    }
  }

  /** A CAR is taken as it is, files become one or more. */
  private PackedUpload brought(Upload upload) throws IOException {
    List<Entry> files = uploads.files(upload.id());
    return upload.isCar()
        ? carTaking.take(upload, files.getFirst())
        : carBuild.build(upload, files);
  }

  /** The end state is committed: now, and not earlier, the journal and the staged bytes may go. */
  private Optional<Duration> finish(Upload upload) throws IOException {
    journals.remove(upload.id());
    if (!properties.keepStaged() && upload.staged()) {
      staging.remove(upload.id());
      uploads.stagingRemoved(upload.id());
      steps.reached(PackStep.STAGING_REMOVED);
    }
    return Optional.empty();
  }
}
