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
final class PackingBench {

  final Path staging;
  final Path cars;
  private final DataSource dataSource;
  private DataSize maxPiece = DataSize.ofGigabytes(32);
  private boolean keepStaged;
  private CarBuild.DiskSpace space = () -> Long.MAX_VALUE;
  private int workers = 1;
  private PackStep.Listener steps = step -> {};

  PackingBench(DataSource dataSource, Path folder) {
    this.dataSource = dataSource;
    this.staging = folder.resolve("staging");
    this.cars = folder.resolve("cars");
  }

  PackingBench maxPiece(DataSize size) {
    maxPiece = size;
    return this;
  }

  PackingBench keepStaged() {
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

  PackUpload packUpload() throws IOException {
    PackingProperties properties =
        new PackingProperties(
            staging, cars, maxPiece, keepStaged, DataSize.ofMegabytes(1), Duration.ofSeconds(30));
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
