package io.filstore.unixfs;

import java.io.IOException;

/** A file or directory that is not what it was when it was listed. */
public final class SourceChangedException extends IOException {
  private static final long serialVersionUID = 1L;

  public SourceChangedException(String path, long announced, long read) {
    super("\"%s\" was listed with %d bytes, %d were read".formatted(path, announced, read));
  }

  public SourceChangedException(String path, String what) {
    super("\"" + path + "\" " + what);
  }
}
