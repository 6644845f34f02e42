package io.filstore.unixfs;

import java.io.IOException;

/** Takes the entries of a directory one by one. */
@FunctionalInterface
public interface DirectoryVisitor {
  void entry(DirectoryEntry entry) throws IOException;
}
