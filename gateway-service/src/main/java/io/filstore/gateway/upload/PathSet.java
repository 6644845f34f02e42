package io.filstore.gateway.upload;

import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import java.util.HashSet;
import java.util.Set;

/** The paths of one upload so far: no name twice, and none that is a file and a folder at once. */
final class PathSet {
  /**
   * Most characters of all paths and folders together: they are held until the upload is committed,
   * and a path of 2048 bytes may name 63 folders that no other one names.
   */
  static final int MAX_CHARACTERS = 32 << 20;

  private final Set<String> files = new HashSet<>();
  private final Set<String> folders = new HashSet<>();
  private long characters;

  /**
   * Takes one more file.
   *
   * @throws ProblemException {@code invalid_request} on a clash with an earlier path, {@code
   *     too_large} when the paths of the upload are too long together
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
    count(text);
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
    if (folders.add(folder)) {
      count(folder);
    }
  }

  private void count(String name) {
    characters += name.length();
    if (characters > MAX_CHARACTERS) {
      throw new ProblemException(
              ProblemCode.TOO_LARGE,
              "The paths of the upload have more than " + MAX_CHARACTERS + " characters together.")
          .with("max_path_characters", MAX_CHARACTERS);
    }
  }

  private static ProblemException clash(String path) {
    return ProblemException.invalid(
        "The path " + UploadPath.shown(path) + " is used as a file and as a folder.");
  }
}
