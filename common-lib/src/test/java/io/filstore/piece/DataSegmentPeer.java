package io.filstore.piece;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The peer {@code @web3-storage/data-segment}, installed below target/ with the machine's own npm.
 * A test that asks for it is skipped, with the reason, where that does not work.
 */
final class DataSegmentPeer {

  private static final String PACKAGE = "@web3-storage/data-segment@5.3.0";
  private static final String SCRIPT = "data-segment-peer.mjs";

  private final Path folder;

  private DataSegmentPeer(Path folder) {
    this.folder = folder;
  }

  static DataSegmentPeer installed() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of("target/peers/data-segment").toAbsolutePath());
    assumeTrue(runs(folder, List.of("node", "--version")), "node is not installed");
    if (!Files.exists(folder.resolve("node_modules/@web3-storage/data-segment/package.json"))) {
      List<String> install =
          List.of(
              "npm", "install", "--prefix", folder.toString(), "--no-audit", "--no-fund", PACKAGE);
      assumeTrue(runs(folder, install), "npm is absent or cannot install " + PACKAGE);
    }
    try (InputStream script =
        Objects.requireNonNull(DataSegmentPeer.class.getResourceAsStream(SCRIPT))) {
      Files.copy(script, folder.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
    }
    return new DataSegmentPeer(folder);
  }

  /** For each file one line: piece CID v1, piece CID v2, padded size. */
  List<String> pieces(List<Path> files) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node", folder.resolve(SCRIPT).toString()));
    files.forEach(file -> command.add(file.toString()));
    if (!runs(folder, command)) {
      throw new IOException("the peer failed: " + Files.readString(output(folder), UTF_8));
    }
    return Files.readAllLines(output(folder), UTF_8);
  }

  private static boolean runs(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output(folder).toFile())
              .start();
    } catch (IOException e) {
      return false; // there is no such program
    }
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      return false;
    }
    return process.exitValue() == 0;
  }

  private static Path output(Path folder) {
    return folder.resolve("output.txt");
  }
}
