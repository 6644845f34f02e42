package io.filstore.dataprep.packing;

import io.filstore.db.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.util.unit.DataSize;

/**
 * A process of its own that packs one upload and dies, as by SIGKILL, when it reaches a step for
 * the n-th time.
 */
final class DyingPacker {

  static final int DEAD = 99;

  private DyingPacker() {}

  /**
   * @param maxPiece bytes of the largest piece
   * @param time 1 for the first
   */
  static Process start(
      TestDatabase database, Path folder, String uploadId, long maxPiece, PackStep deadly, int time)
      throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            DyingPacker.class.getName(),
            database.url(),
            database.user(),
            folder.toString(),
            uploadId,
            deadly.name(),
            Integer.toString(time),
            Long.toString(maxPiece))
        .inheritIO()
        .start();
  }

  public static void main(String[] args) throws IOException {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(args[0]);
    database.setUser(args[1]);
    database.setPassword(args[1]);
    PackStep deadly = PackStep.valueOf(args[4]);
    AtomicInteger left = new AtomicInteger(Integer.parseInt(args[5]));
    new PackingBench(database, Path.of(args[2]))
        .maxPiece(DataSize.ofBytes(Long.parseLong(args[6])))
        .steps(step -> dieAt(deadly, step, left))
        .packUpload()
        .run(args[3]);
  }

  /** No finally block, shutdown hook or buffer flush runs after a halt. */
  private static void dieAt(PackStep deadly, PackStep reached, AtomicInteger left) {
    if (reached == deadly && left.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(DEAD);
    }
  }
}
