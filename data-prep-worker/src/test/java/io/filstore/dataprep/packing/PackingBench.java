package io.filstore.dataprep.packing;

import io.filstore.blob.FolderBlobStore;
import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.Pieces;
import io.filstore.db.upload.Uploads;
import io.filstore.pack.PackOptions;
import io.filstore.pack.Packer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** The packing step put together by hand, so that a test can change one part of it. */
public final class PackingBench {

  public final Path staging;
  public final Path cars;
  private final DataSource dataSource;
  private DataSize maxPiece = DataSize.ofGigabytes(32);
  private boolean keepStaged;
  private CarBuild.DiskSpace space = () -> Long.MAX_VALUE;
  private int workers = 1;
  private PackStep.Listener steps = step -> {};

  public PackingBench(DataSource dataSource, Path folder) {
    this.dataSource = dataSource;
    this.staging = folder.resolve("staging");
    this.cars = folder.resolve("cars");
  }

  public PackingBench maxPiece(DataSize size) {
    maxPiece = size;
    return this;
  }

  public PackingBench keepStaged() {
    keepStaged = true;
    return this;
  }

  PackingBench space(CarBuild.DiskSpace usable) {
    space = usable;
    return this;
  }

  PackingBench workers(int number) {
    workers = number;
    return this;
  }

  PackingBench steps(PackStep.Listener listener) {
    steps = listener;
    return this;
  }

  /** Fails at a step, by its name, as a process that dies there. */
  public PackingBench dyingAt(String step) {
    return steps(reached -> {
      if (reached == PackStep.valueOf(step)) {
        throw new IllegalStateException("killed at " + step);
      }
    });
  }

  /** Packs an upload as the job does. */
  public void pack(String uploadId) throws IOException {
    packUpload().run(uploadId);
  }

  public Repacking repacking() throws IOException {
    PackingProperties properties = properties();
    return new Repacking(
        new Uploads(JdbcClient.create(dataSource)),
        FolderBlobStore.open(cars),
        new StagingArea(staging),
        new PackJournals(cars),
        new Packer(new PackOptions(CarBuild.PROFILE, properties.maxPiece(), workers)),
        properties,
        steps);
  }

  private PackingProperties properties() {
    return new PackingProperties(
        staging, cars, maxPiece, keepStaged, DataSize.ofMegabytes(1), Duration.ofSeconds(30));
  }

  PackUpload packUpload() throws IOException {
    PackingProperties properties = properties();
    FolderBlobStore store = FolderBlobStore.open(cars);
    store.sweep();
    JdbcClient jdbc = JdbcClient.create(dataSource);
    Uploads uploads = new Uploads(jdbc);
    StagingArea area = new StagingArea(staging);
    Packer packer = new Packer(new PackOptions(CarBuild.PROFILE, properties.maxPiece(), workers));
    PackJournals journals = new PackJournals(cars);
    CarBuild build = new CarBuild(store, space, area, journals, packer, properties, steps);
    CarTaking taking = new CarTaking(store, space, area, properties, steps);
    PackCommit commit =
        new PackCommit(
            new TransactionTemplate(new DataSourceTransactionManager(dataSource)),
            jdbc,
            uploads,
            new Pieces(jdbc),
            new Jobs(dataSource, jdbc, Clock.systemUTC()),
            new EventLog(jdbc));
    return new PackUpload(uploads, build, taking, journals, commit, area, properties, steps);
  }
}
