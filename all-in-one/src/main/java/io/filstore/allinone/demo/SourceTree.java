package io.filstore.allinone.demo;

import io.filstore.allinone.system.SystemException;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The files to store, each with its path inside the upload. One folder becomes the root itself, one
 * file stands alone, several paths lie beside each other under their own names.
 *
 * @param name what the upload is called
 * @param skipped links and special files that were left out
 */
record SourceTree(String name, List<SourceFile> files, int skipped) {

  /** One regular file; {@code path} is relative with '/'. */
  record SourceFile(String path, Path file, long size) {}

  long totalBytes() {
    return files.stream().mapToLong(SourceFile::size).sum();
  }

  /**
   * Lists the files below the paths.
   *
   * @throws SystemException when a path does not exist, cannot be read, or holds no file at all
   */
  static SourceTree of(List<Path> paths) {
    List<SourceFile> files = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int skipped = 0;
    for (Path path : paths) {
      Path real = path.toAbsolutePath().normalize();
      if (!Files.exists(real)) {
        throw new SystemException("There is no file or folder '" + path + "'.");
      }
      boolean sole = paths.size() == 1 && Files.isDirectory(real);
      String prefix = sole ? "" : String.valueOf(real.getFileName());
      if (!names.add(prefix)) {
        throw new SystemException("Two of the paths are both called '" + prefix + "'.");
      }
      Collector found = Collector.walk(real, prefix);
      files.addAll(found.files);
      skipped += found.skipped;
    }
    if (files.isEmpty()) {
      throw new SystemException("There is no file below " + paths + ".");
    }
    return new SourceTree(name(paths), files, skipped);
  }

  private static String name(List<Path> paths) {
    Path first = paths.getFirst().toAbsolutePath().normalize().getFileName();
    String name = first == null ? "root" : first.toString();
    return paths.size() == 1 ? name : name + " and " + (paths.size() - 1) + " more";
  }

  /** Gathers the regular files below one path; never follows a link out of the tree. */
  private static final class Collector extends SimpleFileVisitor<Path> {
    private final List<SourceFile> files = new ArrayList<>();
    private final Path base;
    private final String prefix;
    private int skipped;

    Collector(Path base, String prefix) {
      this.base = base;
      this.prefix = prefix;
    }

    static Collector walk(Path path, String prefix) {
      try {
        Collector collector = new Collector(path.toRealPath(), prefix);
        Files.walkFileTree(collector.base, collector);
        return collector;
      } catch (IOException e) {
        throw new SystemException("'" + path + "' cannot be read: " + e.getMessage(), e);
      }
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        files.add(new SourceFile(pathOf(file), file, attributes.size()));
      } else {
        skipped++;
      }
      return FileVisitResult.CONTINUE;
    }

    private String pathOf(Path file) {
      String relative = base.relativize(file).toString().replace(File.separatorChar, '/');
      if (relative.isEmpty()) {
        return prefix;
      }
      return prefix.isEmpty() ? relative : prefix + "/" + relative;
    }
  }
}
