package io.filstore.unixfs.extract;

import io.filstore.unixfs.Metadata;
import io.filstore.unixfs.UnixFsData;
import io.filstore.unixfs.extract.ExtractOptions.Existing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** A folder that is being written to, known to be a folder and not a link to one. */
final class OpenFolder {
  private static final PosixFilePermission[] PERMISSIONS = {
    PosixFilePermission.OTHERS_EXECUTE,
    PosixFilePermission.OTHERS_WRITE,
    PosixFilePermission.OTHERS_READ,
    PosixFilePermission.GROUP_EXECUTE,
    PosixFilePermission.GROUP_WRITE,
    PosixFilePermission.GROUP_READ,
    PosixFilePermission.OWNER_EXECUTE,
    PosixFilePermission.OWNER_WRITE,
    PosixFilePermission.OWNER_READ
  };

  /** The year 10,000; no file system keeps later times. */
  private static final long LAST_SECOND = 253_402_300_800L;

  private static final String PART = ".filstore-" + ProcessHandle.current().pid() + "-";

  private final Path folder;

  /** What this run has put here, as the file system tells files apart. */
  private final Set<Object> own = new HashSet<>();

  private int parts;

  private OpenFolder(Path folder) {
    this.folder = folder;
  }

  /** Writes the content of a file. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** The folder that the user has named; that one may be a link. */
  static OpenFolder outermost(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
    return new OpenFolder(folder.toRealPath());
  }

  /** A folder in this one, made if it is not there. */
  OpenFolder enter(String name, String path) throws IOException {
    Path child = place(name, path);
    try {
      Files.createDirectory(child);
      own.add(identity(child));
    } catch (FileAlreadyExistsException e) {
      requireForeign(child, path);
      if (!Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
        throw OccupiedException.byNoFolder(path);
      }
    } catch (FileSystemException e) {
      throw new ExtractException(path, e);
    }
    return new OpenFolder(child);
  }

  /** A file in this folder, visible when it is whole. */
  void write(String name, String path, Existing existing, Metadata metadata, Content content)
      throws IOException {
    try {
      write(place(name, path), path, existing, metadata, content);
    } catch (FileSystemException e) {
      throw new ExtractException(path, e);
    }
  }

  private void write(
      Path target, String path, Existing existing, Metadata metadata, Content content)
      throws IOException {
    requireFree(target, path, existing);
    Path part = folder.resolve(PART + parts++ + ".part");
    try (OutputStream out =
        Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      content.writeTo(out);
    } catch (FileAlreadyExistsException e) {
      throw new ExtractException(path, "cannot be written, \"" + part + "\" stands in its way");
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    try {
      describe(part, metadata);
      requireFree(target, path, existing);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      own.add(identity(target));
    } finally {
      Files.deleteIfExists(part);
    }
  }

  void link(String name, String path, String target, Existing existing) throws IOException {
    Path link = place(name, path);
    requireFree(link, path, existing);
    try {
      if (existing == Existing.REPLACE) {
        Files.deleteIfExists(link);
      }
      Files.createSymbolicLink(link, link.getFileSystem().getPath(target));
    } catch (InvalidPathException e) {
      throw new ExtractException(path, "leads to what is no path in this file system");
    } catch (FileSystemException e) {
      throw new ExtractException(path, e);
    }
    own.add(identity(link));
  }

  /** Where it is. */
  Path folder() {
    return folder;
  }

  /** Gives a folder its permissions and time, when nothing more is put into it. */
  static void describe(Path folder, String path, Metadata metadata) throws IOException {
    try {
      describe(folder, metadata);
    } catch (FileSystemException e) {
      throw new ExtractException(path, e);
    }
  }

  /** Names have no slash; some file systems know other characters that part names. */
  private Path place(String name, String path) throws ExtractException {
    try {
      Path place = folder.resolve(name);
      if (folder.equals(place.getParent())) {
        return place;
      }
      throw new ExtractException(path, "has a name that this file system would put elsewhere");
    } catch (InvalidPathException e) {
      throw new ExtractException(path, "has a name that this file system does not have");
    }
  }

  private void requireFree(Path place, String path, Existing existing) throws IOException {
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    requireForeign(place, path);
    if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      throw OccupiedException.byFolder(path);
    }
    if (existing == Existing.REFUSE) {
      throw OccupiedException.byFile(path);
    }
  }

  private void requireForeign(Path place, String path) throws IOException {
    if (own.contains(identity(place))) {
      throw new ExtractException(
          path, "and a name written before are the same to this file system");
    }
  }

  private static Object identity(Path path) throws IOException {
    Object key =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    return key == null ? path : key;
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < PERMISSIONS.length; bit++) {
      if ((mode >> bit & 1) == 1) {
        permissions.add(PERMISSIONS[bit]);
      }
    }
    return permissions;
  }

  private static void describe(Path path, Metadata metadata) throws IOException {
    Integer mode = metadata.mode();
    if (mode != null && path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, permissions(mode));
    }
    UnixFsData.Mtime mtime = metadata.mtime();
    if (mtime != null && mtime.seconds() > -LAST_SECOND && mtime.seconds() < LAST_SECOND) {
      Instant time = Instant.ofEpochSecond(mtime.seconds(), mtime.nanoseconds());
      Files.setLastModifiedTime(path, FileTime.from(time));
    }
  }
}
