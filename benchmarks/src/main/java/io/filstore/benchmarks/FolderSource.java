package io.filstore.benchmarks;

import io.filstore.unixfs.Metadata;
import io.filstore.unixfs.SourceFile;
import io.filstore.unixfs.Symlinks;
import io.filstore.unixfs.TreeSource;
import io.filstore.unixfs.TreeVisitor;
import io.filstore.unixfs.WalkPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder as it lies on disk: an independent, plain walk. */
record FolderSource(Path root, WalkPolicy policy) implements TreeSource {
  private static final Comparator<Path> BY_NAME =
      Comparator.comparing(
          path -> path.getFileName().toString().getBytes(StandardCharsets.UTF_8),
          Arrays::compareUnsigned);

  @Override
  public void walk(TreeVisitor visitor) throws IOException {
    visit("", "", root, visitor);
  }

  private void visit(String name, String path, Path at, TreeVisitor visitor) throws IOException {
    if (Files.isSymbolicLink(at)) {
      if (policy.symlinks() == Symlinks.PRESERVE) {
        visitor.symlink(name, path, Files.readSymbolicLink(at).toString(), Metadata.NONE);
      }
    } else if (Files.isDirectory(at)) {
      visitor.beginDirectory(name, path, Metadata.NONE);
      for (Path child : children(at)) {
        String childName = child.getFileName().toString();
        visit(childName, path.isEmpty() ? childName : path + "/" + childName, child, visitor);
      }
      visitor.endDirectory();
    } else {
      visitor.file(name, new SourceFile(path, Files.size(at), () -> Files.newInputStream(at)));
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(child -> !child.getFileName().toString().startsWith("."))
          .sorted(BY_NAME)
          .toList();
    }
  }
}
