package io.filstore.dataprep.packing;

import io.filstore.db.upload.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The received bytes: {@code <folder>/<upload id>/<staged name>}, written by the gateway, read and
 * at last removed here.
 */
final class StagingArea {

  private final Path folder;

  StagingArea(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /**
   * Opens the staged bytes of a file, sequentially read and checked against the size that was
   * received.
   */
  InputStream open(Entry file) throws IOException {
    Path staged = locate(file);
    try {
      long size = Files.size(staged);
      if (size != file.size()) {
        throw PackRefusedException.sourceChanged(file.path(), file.size(), Long.toString(size));
      }
      return Files.newInputStream(staged);
    } catch (NoSuchFileException missing) {
      throw PackRefusedException.sourceChanged(file.path(), file.size(), "none: it is gone");
    }
  }

  /** Removes everything staged for the upload; false when there was nothing. */
  boolean remove(String uploadId) throws IOException {
    Path staged = folder.resolve(uploadId);
    if (!Files.isDirectory(staged)) {
      return false;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(staged)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
    return true;
  }

  private Path locate(Entry file) {
    String name = file.stagedAs();
    if (name == null) {
      throw PackRefusedException.sourceChanged(
          file.path(), file.size(), "none: it was never staged");
    }
    Path upload = folder.resolve(file.uploadId());
    Path staged = upload.resolve(name).normalize();
    if (!staged.startsWith(upload)) {
      throw new IllegalStateException(
          "staged name of " + file.uploadId() + " leaves its folder: " + name);
    }
    return staged;
  }
}
