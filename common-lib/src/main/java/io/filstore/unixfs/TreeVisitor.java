package io.filstore.unixfs;

import java.io.IOException;

/**
 * Is led through a source tree depth first, children in the byte order of their names. The
 * outermost entry has the name and the path {@code ""} and may be a directory, a file or a symlink.
 */
public interface TreeVisitor {
  /**
   * @param path relative to the root
   */
  void beginDirectory(String name, String path, Metadata metadata) throws IOException;

  /** Ends the directory begun last that is still open. */
  void endDirectory() throws IOException;

  /** The file's own path is relative to the root. */
  void file(String name, SourceFile file) throws IOException;

  void symlink(String name, String path, String target, Metadata metadata) throws IOException;
}
