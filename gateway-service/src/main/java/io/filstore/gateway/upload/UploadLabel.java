package io.filstore.gateway.upload;

import io.filstore.gateway.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the client says about the upload as a whole. */
record UploadLabel(@Nullable String name, boolean wrap) {
  private static final int MAX_NAME = 1024;

  UploadLabel {
    if (name != null
        && (name.isBlank()
            || name.length() > MAX_NAME
            || name.codePoints().anyMatch(Character::isISOControl))) {
      throw ProblemException.invalid(
          "The upload's name must have 1 to "
              + MAX_NAME
              + " characters and no control characters.");
    }
  }

  /** The given name, else the one file's or the common folder's name. */
  String nameFor(List<ReceivedFile> files) {
    if (name != null) {
      return name;
    }
    UploadPath first = files.getFirst().path();
    if (files.size() == 1) {
      return first.fileName();
    }
    String folder = first.segments().getFirst();
    boolean shared = files.stream().allMatch(file -> file.path().text().startsWith(folder + "/"));
    return shared ? folder : files.size() + " files";
  }
}
