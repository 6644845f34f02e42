package io.filstore.unixfs.extract;

import java.io.IOException;

/** Something that cannot be put where it belongs; what was written before it stays. */
public final class ExtractException extends IOException {
  private static final long serialVersionUID = 1L;

  ExtractException(String path, String problem) {
    super("\"" + path + "\" " + problem);
  }
}
