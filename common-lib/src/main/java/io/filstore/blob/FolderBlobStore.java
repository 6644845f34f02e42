package io.filstore.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Blobs as plain files of one folder: {@code <folder>/<name>}, drafts in {@code <folder>/.drafts}.
 * The folder may be shared by several processes of one machine; each draft is held by a file lock,
 * so {@link #sweep} tells the drafts of the living from those of the killed without a clock.
 */
public final class FolderBlobStore implements BlobStore {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");
  private static final String DRAFTS = ".drafts";

  private final Path folder;
  private final Path drafts;

  private FolderBlobStore(Path folder) {
    this.folder = folder;
    this.drafts = folder.resolve(DRAFTS);
  }

  /**
   * Opens the store in {@code folder}, creating it when absent. A store that is only read may lie
   * on a volume that cannot be written: the folder of drafts is made by the first draft.
   */
  public static FolderBlobStore open(Path folder) throws IOException {
    FolderBlobStore store = new FolderBlobStore(folder.toAbsolutePath().normalize());
    Files.createDirectories(store.folder);
    return store;
  }

  @Override
  public BlobDraft draft() throws IOException {
    Files.createDirectories(drafts);
    return FolderDraft.begin(this, drafts);
  }

  @Override
  public Optional<BlobStat> stat(String name) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(resolve(name), BasicFileAttributes.class);
      return Optional.of(
          new BlobStat(name, attributes.size(), attributes.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  @Override
  public InputStream openRange(String name, long offset, long length) throws IOException {
    FileChannel channel = FileChannel.open(resolve(name), StandardOpenOption.READ);
    try {
      Objects.checkFromIndexSize(offset, length, channel.size());
      channel.position(offset);
      return new RangeInputStream(Channels.newInputStream(channel), length);
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  @Override
  public Optional<Path> file(String name) {
    Path file = resolve(name);
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }

  @Override
  public boolean delete(String name) throws IOException {
    boolean deleted = Files.deleteIfExists(resolve(name));
    if (deleted) {
      syncFolder(folder);
    }
    return deleted;
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix) && NAME.matcher(name).matches())
          .sorted()
          .toList();
    }
  }

  /** Bytes that can still be written to the folder's volume. */
  public long usableSpace() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  /**
   * Removes the drafts that dead processes left behind and returns how many there were. Safe at any
   * time.
   */
  public int sweep() throws IOException {
    if (!Files.isDirectory(drafts)) {
      return 0;
    }
    int swept = 0;
    List<Path> candidates;
    try (Stream<Path> files = Files.list(drafts)) {
      candidates = files.toList();
    }
    for (Path candidate : candidates) {
      swept += FolderDraft.removeIfAbandoned(candidate) ? 1 : 0;
    }
    return swept;
  }

  Path resolve(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "not a blob name: 1 to 200 of [A-Za-z0-9._-], not beginning with a dot");
    }
    return folder.resolve(name);
  }

  void syncFolders() throws IOException {
    syncFolder(folder);
    syncFolder(drafts);
  }

  /**
   * A rename is durable only when its folder is (fsync(2), "Calling fsync() does not necessarily
   * ensure ...").
   */
  private static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
