package io.filstore.cli;

import io.filstore.cli.console.Streams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Runs the verbs once each, and the ones that hash on a file of some size, while the JVM records
 * which classes they load and which of their methods are worth compiling. The launcher runs this
 * once after a build. A verb that fails fails the training.
 */
final class Training {
  private static final int MEBIBYTE = 1 << 20;
  private static final String CID = "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354";

  /** The file that holds "file 1". */
  private static final String FILE_1 =
      "bafkreiedx5743ej6qhjv6diostwr5qdbd2hdwsijyi5qb347a5xsaxthyy";

  private final Path folder;

  private Training(Path folder) {
    this.folder = folder;
  }

  /** Takes the size of that file in MiB. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("filstore-training-");
    try {
      new Training(folder).run(Integer.parseInt(arguments[0]));
    } finally {
      remove(folder);
    }
  }

  private void run(int mebibytes) throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree/below"));
    random(tree.resolve("large.bin"), mebibytes);
    for (int i = 0; i < 20; i++) {
      Files.writeString(tree.resolve(i + ".txt"), "file " + i);
    }
    String car = folder.resolve("tree.car").toString();
    good("car", "pack", folder.resolve("tree").toString(), "-o", car, "--json");
    good("piece", "commp", car);
    good("car", "verify", car, "--complete", "--json");
    String parts = folder.resolve("parts").toString();
    good("car", "split", car, "--size", Math.max(2, mebibytes / 3) + "MiB", "-o", parts);
    archive(car);
    small();
  }

  private void archive(String car) {
    String v2 = folder.resolve("v2.car").toString();
    good("car", "to-v2", car, "-o", v2);
    good("car", "to-v1", v2, "-o", folder.resolve("v1.car").toString(), "--json");
    good("car", "index", car, "-o", folder.resolve("index").toString());
    good("car", "inspect", v2);
    good("car", "inspect", v2, "--json");
    good("car", "ls", v2);
    good("car", "ls", car, "--json");
    good("car", "ls", car, "--cids");
    good("car", "cat", car, "tree/below/1.txt", "--range", "0-3");
    good("car", "extract", car, "tree/below/1.txt", "-o", folder.resolve("out").toString());
    good("car", "join", car, v2, "-o", folder.resolve("joined.car").toString());
    good("car", "filter", car, "--root", FILE_1, "-o", folder.resolve("filtered.car").toString());
    good("dag", "get", car, FILE_1);
    good("dag", "get", car, FILE_1, "--json");
  }

  private void small() {
    good("cid", "inspect", CID);
    good("cid", "inspect", CID, "--json");
    good("cid", "format", "-b", "base36", "-f", "%s %P", CID);
    good("cid", "hash", folder.resolve("tree/below/1.txt").toString());
    good("piece", "cid", "--v2", pieceCid(), "--json");
    good("completion", "bash");
    good("car", "pack", "--help");
    run(2, "cid", "inspect");
    run(1, "cid", "inspect", "nothing");
  }

  private static String pieceCid() {
    return "bafkzcibcaah5tgehxfzvoouw4ejzgzcsg3axwh2moa2noi6hvgpxbg5u3jqrmky";
  }

  private static void random(Path file, int mebibytes) throws IOException {
    Random random = new Random(1);
    byte[] bytes = new byte[MEBIBYTE];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < mebibytes; i++) {
        random.nextBytes(bytes);
        out.write(bytes);
      }
    }
  }

  private static void good(String... arguments) {
    run(0, arguments);
  }

  private static void run(int expected, String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            new ByteArrayInputStream(new byte[0]),
            OutputStream.nullOutputStream(),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    int exit = new Filstore(streams).execute(arguments);
    if (exit != expected) {
      throw new IllegalStateException(
          "%s ended with %d: %s"
              .formatted(
                  String.join(" ", arguments), exit, err.toString(StandardCharsets.UTF_8).strip()));
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
