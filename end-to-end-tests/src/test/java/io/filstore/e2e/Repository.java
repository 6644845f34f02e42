package io.filstore.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the sources lie, seen from a test that runs in a module's folder. */
final class Repository {
  private Repository() {}

  static Path top() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("docker-compose.yml"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("the tests do not run inside the repository");
    }
    return folder;
  }
}
