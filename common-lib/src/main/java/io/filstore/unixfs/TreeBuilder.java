package io.filstore.unixfs;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Imports a whole tree on the calling thread. Blocks come depth first in the byte order of names,
 * children before parents, so the same files give the same sequence on every machine.
 */
public final class TreeBuilder {
  private final TreeAssembler tree;
  private final ContentReader content;

  /** What the paths below each open directory begin with; that of the root is empty. */
  private final Deque<String> open = new ArrayDeque<>();

  private TreeBuilder(Profile profile, BlockSink sink, TreeListener listener) {
    this.tree = ContentReader.assembler(profile, sink, listener);
    this.content = new ContentReader(profile, tree, sink);
  }

  /**
   * Imports files into directories as their paths say; the result is always a directory, even for
   * one file. No file is opened before all paths are found good.
   *
   * @throws InvalidPathException for a path that is not allowed, stands twice, or is both a file
   *     and a directory
   * @throws SourceChangedException if a file has another size than announced
   */
  public static Entry importTree(
      Profile profile, List<SourceFile> files, BlockSink sink, TreeListener listener)
      throws IOException {
    List<SourceFile> sorted = new ArrayList<>(files);
    sorted.sort(Comparator.comparing(SourceFile::path, Names.PATH_ORDER));
    requireTree(sorted);
    return new TreeBuilder(profile, sink, listener).build(sorted);
  }

  private static void requireTree(List<SourceFile> sorted) {
    String last = "";
    for (SourceFile file : sorted) {
      String path = file.path();
      Names.requirePath(path);
      if (path.equals(last)) {
        throw new InvalidPathException("the path \"" + path + "\" stands twice");
      }
      if (!last.isEmpty() && path.startsWith(last + "/")) {
        throw new InvalidPathException("the path \"" + last + "\" is both a file and a directory");
      }
      last = path;
    }
  }

  private Entry build(List<SourceFile> sorted) throws IOException {
    begin("", "");
    for (SourceFile file : sorted) {
      while (!file.path().startsWith(open.element())) {
        end();
      }
      enter(file.path());
      read(file);
    }
    while (!open.isEmpty()) {
      end();
    }
    return tree.root();
  }

  private void enter(String path) {
    int from = open.element().length();
    for (int slash = path.indexOf('/', from); slash >= 0; slash = path.indexOf('/', from)) {
      begin(path.substring(from, slash), path.substring(0, slash + 1));
      from = slash + 1;
    }
  }

  private void begin(String name, String prefix) {
    tree.beginDirectory(name, Metadata.NONE);
    open.push(prefix);
  }

  private void end() throws IOException {
    tree.endDirectory();
    open.pop();
  }

  private void read(SourceFile file) throws IOException {
    String name = file.path().substring(open.element().length());
    try (InputStream bytes = file.opener().open()) {
      content.file(name, bytes, file.size(), Metadata.NONE);
    }
  }
}
