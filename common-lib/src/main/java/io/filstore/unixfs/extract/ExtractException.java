package io.filstore.unixfs.extract;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** Something that cannot be put where it belongs; what was written before it stays. */
public sealed class ExtractException extends IOException permits OccupiedException {
  private static final long serialVersionUID = 1L;

  ExtractException(String path, String problem) {
    super("\"" + path + "\" " + problem);
  }

  /**
   * What the file system says of a name or target that it does not take, for example its length.
   */
  ExtractException(String path, FileSystemException cause) {
    super("\"" + path + "\" cannot be put in its place: " + reason(cause), cause);
  }

  private static String reason(FileSystemException cause) {
    String reason = cause.getReason();
    return reason == null ? cause.getClass().getSimpleName() : reason;
  }
}
