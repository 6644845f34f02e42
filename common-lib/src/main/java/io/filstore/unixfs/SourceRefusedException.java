package io.filstore.unixfs;

import java.io.IOException;

/**
 * Something in a folder that cannot be imported: what it is and where it lies stand in the message.
 */
public final class SourceRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  SourceRefusedException(String path, String what) {
    super("\"" + path + "\" " + what);
  }

  SourceRefusedException(String path, String what, IOException cause) {
    super("\"" + path + "\" " + what, cause);
  }
}
