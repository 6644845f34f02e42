package io.filstore.dataprep.packing;

import java.io.IOException;
import java.nio.file.Path;
import org.postgresql.ds.PGSimpleDataSource;

/** A process of its own that packs one upload and dies, as by SIGKILL, when it reaches a step. */
final class DyingPacker {

  static final int DEAD = 99;

  private DyingPacker() {}

  static Process start(String url, String user, Path folder, String uploadId, PackStep deadly)
      throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            DyingPacker.class.getName(),
            url,
            user,
            folder.toString(),
            uploadId,
            deadly.name())
        .inheritIO()
        .start();
  }

  public static void main(String[] args) throws IOException {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(args[0]);
    database.setUser(args[1]);
    database.setPassword(args[1]);
    PackStep deadly = PackStep.valueOf(args[4]);
    new PackingBench(database, Path.of(args[2]))
        .steps(step -> dieAt(deadly, step))
        .packUpload()
        .run(args[3]);
  }

  /** No finally block, shutdown hook or buffer flush runs after a halt. */
  private static void dieAt(PackStep deadly, PackStep reached) {
    if (reached == deadly) {
      Runtime.getRuntime().halt(DEAD);
    }
  }
}
