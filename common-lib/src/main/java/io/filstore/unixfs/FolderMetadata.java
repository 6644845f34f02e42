package io.filstore.unixfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/** Permissions and times from a file system. */
final class FolderMetadata {
  private static final int PERMISSIONS = 07777;

  private FolderMetadata() {}

  /** A link has a time only: its permissions mean nothing (as kubo writes it). */
  static Metadata of(Path location, BasicFileAttributes found) throws IOException {
    Instant modified = found.lastModifiedTime().toInstant();
    UnixFsData.Mtime mtime = new UnixFsData.Mtime(modified.getEpochSecond(), modified.getNano());
    boolean unix = location.getFileSystem().supportedFileAttributeViews().contains("unix");
    if (!unix || found.isSymbolicLink()) {
      return new Metadata(null, mtime);
    }
    try {
      int mode = (Integer) Files.getAttribute(location, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return new Metadata(mode & PERMISSIONS, mtime);
    } catch (IOException e) {
      throw FolderFile.explained(location, e);
    }
  }
}
