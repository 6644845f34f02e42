package io.filstore.unixfs;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Imports a whole tree. Blocks come depth first in the byte order of names, children before
 * parents, so the same files give the same sequence on every machine.
 */
public final class TreeBuilder {
  private final UnixFsImporter importer;
  private final TreeListener listener;
  private final Deque<OpenDirectory> open = new ArrayDeque<>();

  private TreeBuilder(UnixFsImporter importer, TreeListener listener) {
    this.importer = importer;
    this.listener = listener;
  }

  /** A directory that still waits for children. */
  private record OpenDirectory(String path, Map<String, Entry> children) {
    /** What a path below this directory begins with. */
    String prefix() {
      return path.isEmpty() ? "" : path + "/";
    }
  }

  /**
   * Imports files into directories as their paths say; the result is always a directory, even for
   * one file. No file is opened before all paths are found good.
   *
   * @throws InvalidPathException for a path that is not allowed, stands twice, or is both a file
   *     and a directory
   * @throws DirectoryTooLargeException if a directory exceeds the limit of the profile
   * @throws SourceChangedException if a file has another size than announced
   */
  public static Entry importTree(
      Profile profile, List<SourceFile> files, BlockSink sink, TreeListener listener)
      throws IOException {
    List<SourceFile> sorted = new ArrayList<>(files);
    sorted.sort(Comparator.comparing(SourceFile::path, Names.PATH_ORDER));
    requireTree(sorted);
    return new TreeBuilder(new UnixFsImporter(profile, sink), listener).build(sorted);
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
    open.push(new OpenDirectory("", new LinkedHashMap<>()));
    for (SourceFile file : sorted) {
      while (!file.path().startsWith(open.element().prefix())) {
        close();
      }
      enter(file.path());
      Entry entry = read(file);
      String name = file.path().substring(open.element().prefix().length());
      open.element().children.put(name, entry);
      listener.file(file.path(), entry);
    }
    while (open.size() > 1) {
      close();
    }
    return write(open.pop());
  }

  private void enter(String path) {
    int from = open.element().prefix().length();
    for (int slash = path.indexOf('/', from); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      open.push(new OpenDirectory(path.substring(0, slash), new LinkedHashMap<>()));
    }
  }

  private void close() throws IOException {
    OpenDirectory done = open.pop();
    Entry entry = write(done);
    OpenDirectory parent = open.element();
    parent.children.put(done.path.substring(parent.prefix().length()), entry);
  }

  private Entry write(OpenDirectory directory) throws IOException {
    Entry entry = importer.directory(directory.path, directory.children);
    listener.directory(directory.path, entry);
    return entry;
  }

  private Entry read(SourceFile file) throws IOException {
    try (InputStream content = file.opener().open()) {
      Entry entry = importer.file(content);
      if (entry.size() != file.size()) {
        throw new SourceChangedException(file.path(), file.size(), entry.size());
      }
      return entry;
    }
  }
}
