package io.filstore.unixfs;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** Something that can be packed: leads visitors through itself, the same way every time. */
@FunctionalInterface
public interface TreeSource {
  /**
   * @throws InvalidPathException for names or paths that are not allowed
   */
  void walk(TreeVisitor visitor) throws IOException;

  /**
   * Files in directories as their paths say; the root is a directory, even for one file. All paths
   * are found good before a visitor sees one.
   *
   * @throws InvalidPathException for a path that is not allowed, stands twice, or is both a file
   *     and a directory
   */
  static TreeSource ofFiles(List<SourceFile> files) {
    List<SourceFile> sorted = new ArrayList<>(files);
    sorted.sort(Comparator.comparing(SourceFile::path, Names.PATH_ORDER));
    requireTree(sorted);
    return visitor -> walkSorted(sorted, visitor);
  }

  /** One file that is the root itself. */
  static TreeSource ofFile(SourceFile file) {
    return visitor -> visitor.file("", file.at(""));
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

  private static void walkSorted(List<SourceFile> sorted, TreeVisitor visitor) throws IOException {
    Deque<String> open = new ArrayDeque<>();
    visitor.beginDirectory("", "", Metadata.NONE);
    open.push("");
    for (SourceFile file : sorted) {
      while (!file.path().startsWith(open.element())) {
        visitor.endDirectory();
        open.pop();
      }
      int from = open.element().length();
      for (int slash = file.path().indexOf('/', from);
          slash >= 0;
          slash = file.path().indexOf('/', from)) {
        String path = file.path().substring(0, slash);
        visitor.beginDirectory(path.substring(from), path, Metadata.NONE);
        open.push(path + "/");
        from = slash + 1;
      }
      visitor.file(file.path().substring(from), file);
    }
    for (int left = open.size(); left > 0; left--) {
      visitor.endDirectory();
    }
  }
}
