package io.filstore.unixfs.extract;

/** Something of the user's stands where an entry belongs; it is as it was. */
public final class OccupiedException extends ExtractException {
  private static final long serialVersionUID = 1L;

  private final boolean replaceable;

  private OccupiedException(String path, String problem, boolean replaceable) {
    super(path, problem);
    this.replaceable = replaceable;
  }

  static OccupiedException byFile(String path) {
    return new OccupiedException(path, "exists already", true);
  }

  static OccupiedException byFolder(String path) {
    return new OccupiedException(path, "is no folder, but a folder stands in its place", false);
  }

  static OccupiedException byNoFolder(String path) {
    return new OccupiedException(
        path, "is a folder, but something else stands in its place", false);
  }

  /** Whether {@link ExtractOptions.Existing#REPLACE} would have replaced it. */
  public boolean isReplaceable() {
    return replaceable;
  }
}
