package io.filstore.allinone;

import io.filstore.allinone.system.FilstoreSystem;
import io.filstore.allinone.system.SystemException;
import io.filstore.allinone.system.SystemOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Starts and stops a throw-away system, so that the JVM can record which classes a start needs (an
 * ahead-of-time cache, JEP 514).
 */
final class TrainCommand {
  private TrainCommand() {}

  static int run() {
    try {
      Path folder = Files.createTempDirectory("filstore-train");
      System.setProperty("filstore.logs", folder.resolve("logs").toString());
      try (FilstoreSystem system = FilstoreSystem.start(SystemOptions.isolated(folder, Map.of()))) {
        System.out.println("trained on " + system.description().services());
      } finally {
        delete(folder);
      }
      return 0;
    } catch (IOException e) {
      throw new SystemException("The training folder cannot be used: " + e.getMessage(), e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
