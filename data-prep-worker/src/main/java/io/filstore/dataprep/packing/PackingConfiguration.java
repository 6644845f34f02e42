package io.filstore.dataprep.packing;

import com.github.kagkarlsson.scheduler.task.Task;
import io.filstore.blob.FolderBlobStore;
import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.Pieces;
import io.filstore.db.upload.Uploads;
import io.filstore.hash.Kernels;
import io.filstore.pack.PackOptions;
import io.filstore.pack.Packer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The wiring of the package. */
@Configuration(proxyBeanMethods = false)
class PackingConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(PackingConfiguration.class);

  /** Longest delay of the start; two seconds are usual, and none without the vector module. */
  private static final Duration WARM_UP = Duration.ofSeconds(4);

  /** At start the drafts of killed workers are swept. */
  @Bean
  FolderBlobStore carStore(PackingProperties properties) throws IOException {
    FolderBlobStore store = FolderBlobStore.open(properties.carDir());
    store.sweep();
    return store;
  }

  /**
   * Its threads hash for all uploads that are being packed. Hashing is brought to full speed here,
   * since jobs are taken only when everything is wired.
   */
  @Bean
  Packer packer(PackingProperties properties) {
    Kernels.warm(WARM_UP);
    LOG.info("SHA-256 by {}", Kernels.inUse());
    return new Packer(PackOptions.of(CarBuild.PROFILE).withMostPiece(properties.maxPiece()));
  }

  @Bean
  PackJournals packJournals(PackingProperties properties) {
    return new PackJournals(properties.carDir());
  }

  @Bean
  CarBuild carBuild(
      FolderBlobStore carStore,
      PackJournals journals,
      Packer packer,
      PackingProperties properties) {
    return new CarBuild(
        carStore,
        carStore::usableSpace,
        new StagingArea(properties.stagingDir()),
        journals,
        packer,
        properties,
        step -> {});
  }

  @Bean
  CarTaking carTaking(FolderBlobStore carStore, PackingProperties properties) {
    return new CarTaking(
        carStore,
        carStore::usableSpace,
        new StagingArea(properties.stagingDir()),
        properties,
        step -> {});
  }

  @Bean
  Repacking repacking(
      Uploads uploads,
      FolderBlobStore carStore,
      PackJournals journals,
      Packer packer,
      PackingProperties properties) {
    return new Repacking(
        uploads,
        carStore,
        new StagingArea(properties.stagingDir()),
        journals,
        packer,
        properties,
        step -> {});
  }

  @Bean
  PackCommit packCommit(
      TransactionTemplate transaction,
      JdbcClient jdbc,
      Uploads uploads,
      Pieces pieces,
      Jobs jobs,
      EventLog events) {
    return new PackCommit(transaction, jdbc, uploads, pieces, jobs, events);
  }

  @Bean
  Task<Void> packTask(
      Uploads uploads,
      CarBuild carBuild,
      CarTaking carTaking,
      PackJournals journals,
      PackCommit commit,
      PackingProperties properties,
      Clock clock) {
    StagingArea staging = new StagingArea(properties.stagingDir());
    return new PackJob(
            new PackUpload(
                uploads, carBuild, carTaking, journals, commit, staging, properties, step -> {}),
            clock)
        .task();
  }
}
