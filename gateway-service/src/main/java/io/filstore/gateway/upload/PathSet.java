package io.filstore.gateway.upload;

import io.filstore.gateway.problem.ProblemException;
import java.util.HashSet;
import java.util.Set;

/** The paths of one upload so far: no name twice, and none that is a file and a folder at once. */
final class PathSet {
  private final Set<String> files = new HashSet<>();
  private final Set<String> folders = new HashSet<>();

  /**
   * Takes one more file.
   *
   * @throws ProblemException {@code invalid_request} on a clash with an earlier path
   */
  void add(UploadPath path) {
    if (folders.contains(path.text())) {
      throw clash(path.text());
    }
    if (!files.add(path.text())) {
      throw ProblemException.invalid(
          "The path " + UploadPath.shown(path.text()) + " appears twice in the upload.");
    }
    String text = path.text();
    for (int slash = text.indexOf('/'); slash > 0; slash = text.indexOf('/', slash + 1)) {
      addFolder(text.substring(0, slash));
    }
  }

  int size() {
    return files.size();
  }

  private void addFolder(String folder) {
    if (files.contains(folder)) {
      throw clash(folder);
    }
    folders.add(folder);
  }

  private static ProblemException clash(String path) {
    return ProblemException.invalid(
        "The path " + UploadPath.shown(path) + " is used as a file and as a folder.");
  }
}
