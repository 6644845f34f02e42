package io.filstore.unixfs;

import io.filstore.multiformats.FormatException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The names in one folder, in the order of their bytes. */
final class FolderListing {
  private FolderListing() {}

  /** A name and where it lies. */
  record Child(String name, Path location) {}

  static List<Child> of(Path folder, boolean hidden) throws IOException {
    List<Child> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path location : stream) {
        if (hidden || !location.getFileName().toString().startsWith(".")) {
          children.add(new Child(name(location), location));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw FolderFile.explained(folder, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw FolderFile.explained(folder, e);
    }
    children.sort(Comparator.comparing(Child::name, Names.PATH_ORDER));
    return children;
  }

  private static String name(Path location) throws IOException {
    try {
      return PathText.of(location.getFileName());
    } catch (FormatException e) {
      throw new SourceRefusedException(location.toString(), "has a name that is not valid UTF-8");
    }
  }
}
